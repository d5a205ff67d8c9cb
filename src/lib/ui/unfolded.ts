/**
 * On a slow connection something is unfolded before its script is there, and taking over a page folds it again, as the
 * server wrote it. Called before that, this notes how it is; the answer, called afterwards, puts that back.
 */
export function keepUnfolded(root: ParentNode): () => void {
	const folds = [...root.querySelectorAll('details')].map((fold) => ({ fold, open: fold.open }));
	return () => {
		for (const { fold, open } of folds) if (fold.isConnected) fold.open = open;
	};
}
