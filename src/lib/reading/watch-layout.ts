import type { Layout } from './reading.svelte.ts';

/** The widths at which the page is laid out another way; reading.css knows the same. */
const WIDE = '(width >= 68.75rem)';
const PHONE = '(width < 40rem)';

/** Tells the layout now and whenever it changes. Returns how to stop. */
export function watchLayout(onChange: (layout: Exclude<Layout, 'plain'>) => void): () => void {
	const [wide, phone] = [matchMedia(WIDE), matchMedia(PHONE)];
	const tell = () => onChange(wide.matches ? 'wide' : phone.matches ? 'phone' : 'middle');
	wide.addEventListener('change', tell);
	phone.addEventListener('change', tell);
	tell();
	return () => {
		wide.removeEventListener('change', tell);
		phone.removeEventListener('change', tell);
	};
}
