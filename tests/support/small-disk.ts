import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A disk of a few megabytes in memory, or null where this user may not mount one. `folder` holds the mount. */
export function mountSmallDisk(folder: string, owner: string): { path: string; unmount(): void } | null {
	const path = join(folder, 'small-disk');
	mkdirSync(path);
	const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', path]);
	if (mounted.status !== 0) return null;
	const place = join(path, 'tablespace');
	mkdirSync(place, { mode: 0o700 });
	const { uid, gid } = statSync(owner);
	chownSync(place, uid, gid);
	return { path: place, unmount: () => void spawnSync('umount', ['-l', path]) };
}
