/** Is the server there? Costs it next to nothing. */
export const isReached = (): Promise<boolean> =>
	fetch('/halsa', { method: 'HEAD', cache: 'no-store' }).then(
		({ ok }) => ok,
		() => false
	);
