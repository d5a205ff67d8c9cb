import { findTarget } from '../targets/index.mjs';
import { task } from './measuring.mjs';

const { framing, side } = findTarget(task.target);

/** The server that this run measures, as a client sees it. */
export const target = { framing, ...side(task) };
