import { m } from '#lib/paraglide/messages.js';
import type { SenderView } from '#lib/protocol/points.ts';

/**
 * Who sent a point, as it is shown: organisations are named, private persons are not unless the region does so (domain
 * R-09). `region` is the name that the region answers under, where there is one.
 */
export function senderLabel(sender: SenderView, region = ''): string {
	switch (sender.kind) {
		case 'organisation':
			return sender.person === undefined
				? sender.name
				: m.point_sender_person({ person: sender.person, name: sender.name });
		case 'private_person':
			return sender.name || m.account_org_type_private_person();
		case 'anonymous':
			return m.point_sender_anonymous();
		case 'group':
			return m.point_sender_group({ count: sender.count });
		case 'meeting':
			return m.point_sender_meeting();
		case 'omitted':
			return m.point_sender_omitted();
		case 'region':
			return region || m.point_sender_region();
	}
}
