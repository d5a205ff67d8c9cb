import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What waits for other programs or for time to pass: others work meanwhile, and these are not left for the end. */
const WAITING = /\/(development|embedded-postgres|invitations-sending|jobs|seats-and-line)\.test\.ts$/;

/** Without an earlier run's times, which a fresh clone does not have, files would come by their size alone. */
export class WaitingFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(files);
		const waits = ({ moduleId }: TestSpecification): boolean => WAITING.test(moduleId);
		return [...sorted.filter(waits), ...sorted.filter((file) => !waits(file))];
	}
}
