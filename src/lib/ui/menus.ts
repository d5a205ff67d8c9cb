/** Closes the header's menus as Menu.svelte does, for a page whose header has no script of its own. */
export function closeMenus(): void {
	const opened = () => [...document.querySelectorAll<HTMLDetailsElement>('details.menu[open]')];
	const onleave = ({ target }: Event) => {
		for (const menu of opened()) if (target instanceof Node && !menu.contains(target)) menu.open = false;
	};
	document.addEventListener('focusin', onleave);
	document.addEventListener('pointerdown', onleave);
	document.addEventListener('keydown', ({ key }) => {
		if (key !== 'Escape') return;
		for (const menu of opened()) {
			menu.open = false;
			menu.querySelector('summary')?.focus();
		}
	});
}
