import { describe, expect, it } from 'vitest';
import type { FocusView, LiveView } from '#lib/protocol/live.ts';
import { LiveMeeting } from './live-meeting.svelte.ts';

const focus = (sectionId: string, heading = sectionId) => ({ documentId: 'text', sectionId, heading }) as FocusView;
const view = (second: number, on: FocusView | null) =>
	({ meetingId: 'm', at: new Date(second * 1000).toISOString(), focus: on }) as LiveView;

describe('somebody who follows', () => {
	it('goes where the meeting goes, and takes in what changes there', () => {
		const meeting = new LiveMeeting(view(1, focus('a')));
		meeting.receive(view(2, focus('b')));
		expect(meeting.shown?.sectionId).toBe('b');
		meeting.receive(view(3, focus('b', 'Rättad')));
		expect([meeting.shown?.heading, meeting.elsewhere]).toEqual(['Rättad', null]);
	});

	it('does not go back to what was before, whatever comes late', () => {
		const meeting = new LiveMeeting(view(5, focus('b')));
		meeting.receive(view(4, focus('a')));
		expect(meeting.shown?.sectionId).toBe('b');
	});

	it('hears nothing of another meeting', () => {
		const meeting = new LiveMeeting(view(1, focus('a')));
		meeting.receive({ ...view(2, focus('b')), meetingId: 'another' });
		expect(meeting.shown?.sectionId).toBe('a');
	});
});

describe('somebody who does not follow', () => {
	it('stays, sees where the meeting is, and goes there when asked to', () => {
		const meeting = new LiveMeeting(view(1, focus('a')));
		meeting.follow(false);
		meeting.receive(view(2, focus('b')));
		expect([meeting.shown?.sectionId, meeting.elsewhere?.sectionId]).toEqual(['a', 'b']);
		meeting.catchUp();
		expect([meeting.shown?.sectionId, meeting.elsewhere]).toEqual(['b', null]);
		meeting.receive(view(3, focus('c')));
		expect(meeting.shown?.sectionId).toBe('b');
	});

	it('is brought along at once when following begins again', () => {
		const meeting = new LiveMeeting(view(1, focus('a')));
		meeting.follow(false);
		meeting.receive(view(2, focus('b')));
		meeting.follow(true);
		expect(meeting.shown?.sectionId).toBe('b');
	});

	it('sees a change of the section they stayed at', () => {
		const meeting = new LiveMeeting(view(1, focus('a')));
		meeting.follow(false);
		meeting.receive(view(2, focus('a', 'Rättad')));
		expect(meeting.shown?.heading).toBe('Rättad');
	});
});
