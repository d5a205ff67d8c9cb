import type { Config } from '#server/config.ts';
import type { Logger } from '#server/log.ts';
import { ROLES } from '#server/permissions/actor.ts';
import { ADMINISTRATOR, REVIEWER } from './dialogue.ts';
import { isEmpty, loadDemo } from './load.ts';
import { readScenario } from './scenario.ts';
import type { DemoServices } from './stage.ts';

/**
 * What the terminal shows after start. In the demo: one link per role, each usable once. Elsewhere nothing is created
 * but, once, a link for the first administrator whose address is configured.
 */
export async function startingLinks(services: DemoServices, config: Config, log: Logger): Promise<string[]> {
	if (config.demo && (await isEmpty(services))) {
		log.info('loading the demo');
		await loadDemo(services, config.demoNow);
	}
	if (config.demo && (await isDemo(services))) return demoLinks(services);
	if (config.adminEmail === null) return [];
	const link = await services.identity.firstAdministratorLink(config.adminEmail);
	return link === null ? [] : [`First administrator: ${link}`];
}

/** A database that somebody has filled with something else is left alone, demo or not. */
async function isDemo({ database }: DemoServices): Promise<boolean> {
	const account = await database
		.selectFrom('account')
		.select('id')
		.where('email', '=', REVIEWER.email)
		.executeTakeFirst();
	return account !== undefined;
}

async function demoLinks({ identity }: DemoServices): Promise<string[]> {
	const { staff } = await readScenario();
	const people = staff.filter((member) => ROLES.some((role) => role === member.role));
	const lines = ['Sign in to the demo (each link works once, for 12 hours):'];
	for (const member of people)
		lines.push(`${member.name}, ${member.title.toLowerCase()}: ${await identity.demoLink(member.email)}`);
	lines.push(`${REVIEWER.name}, granskar för ${REVIEWER.organisation}: ${await identity.demoLink(REVIEWER.email)}`);
	const administrator = await identity.firstAdministratorLink(ADMINISTRATOR);
	lines.push(`Systemförvaltare: ${administrator ?? (await identity.demoLink(ADMINISTRATOR))}`);
	return lines;
}
