export { accountState } from './account-state.ts';
