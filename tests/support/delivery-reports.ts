/** What a report says of a letter of ours, as the mail server of its reader would write it. */
export type Bounce = {
	/** With the `@` and what follows, without angle brackets. */
	messageId: string;
	to: string;
	action?: string;
	status?: string;
	said?: string;
};

const ORIGIN = 'noreply@mittfjall.example.org';
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text.replaceAll('\n', '\r\n'));

/** As Postfix writes them: three parts, the last of which is the letter itself. */
export function postfixReport({ messageId, to, action = 'failed', status = '5.1.1', said }: Bounce): string {
	const answer =
		said ?? `550 ${status} <${to}>: Recipient address rejected: User unknown in\n    virtual mailbox table`;
	return `Return-Path: <>
Received: by mail.mottagare.example (Postfix)
	id 4XvB2x1Q9Wz2; Sun, 22 Nov 2026 10:02:11 +0100 (CET)
Date: Sun, 22 Nov 2026 10:02:11 +0100 (CET)
From: MAILER-DAEMON@mail.mottagare.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: ${ORIGIN}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="4XvB2x1Q9Wz2.1763802131/mail.mottagare.example"
Content-Transfer-Encoding: 8bit
Message-Id: <20261122090211.4XvB2x1Q9Wz2@mail.mottagare.example>

This is a MIME-encapsulated message.

--4XvB2x1Q9Wz2.1763802131/mail.mottagare.example
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

This is the mail system at host mail.mottagare.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

--4XvB2x1Q9Wz2.1763802131/mail.mottagare.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.mottagare.example
X-Postfix-Queue-ID: 4XvB2x1Q9Wz2
X-Postfix-Sender: rfc822; ${ORIGIN}
Arrival-Date: Sun, 22 Nov 2026 10:02:10 +0100 (CET)

Final-Recipient: rfc822; ${to}
Original-Recipient: rfc822;${to}
Action: ${action}
Status: ${status}
Remote-MTA: dns; mx.mottagare.example
Diagnostic-Code: smtp; ${answer}

--4XvB2x1Q9Wz2.1763802131/mail.mottagare.example
Content-Description: Undelivered Message
Content-Type: message/rfc822
Content-Transfer-Encoding: 8bit

${letter(messageId, to)}
--4XvB2x1Q9Wz2.1763802131/mail.mottagare.example--
`;
}

/** As Exchange writes them: a page of HTML first, and of the letter its headers, in capitals of its own. */
export function exchangeReport({ messageId, to, action = 'failed', status = '5.1.10', said }: Bounce): string {
	const answer = said ?? `550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup`;
	return `From: <postmaster@kommunen.example>
To: <${ORIGIN}>
Date: Sun, 22 Nov 2026 09:02:11 +0000
Content-Type: multipart/report; report-type="delivery-status";
	boundary="_7d1f_"
X-MS-Exchange-Message-Is-Ndr:
Content-Language: sv-SE
Message-ID: <b2c7a1d0-5a1e-4f3b@kommunen.example>
In-Reply-To: <${messageId}>
References: <${messageId}>
Subject: =?iso-8859-1?Q?Det_gick_inte_att_leverera:_V=E4lkommen?=
Auto-Submitted: auto-replied
MIME-Version: 1.0

--_7d1f_
Content-Type: multipart/alternative; differences=Content-Type;
	boundary="_inre_"

--_inre_
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

Det gick inte att leverera ditt meddelande till =E5sa@kommunen.example.

--_inre_
Content-Type: text/html; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

<html><body><p>Det gick inte att leverera ditt meddelande.</p></body></html>

--_inre_--

--_7d1f_
Content-Type: message/delivery-status

Reporting-MTA: dns;HE1PR01MB0001.eurprd01.prod.exchange.example
Received-From-MTA: dns;mail.mittfjall.example.org
Arrival-Date: Sun, 22 Nov 2026 09:02:10 +0000

Original-Recipient: rfc822;${to.toUpperCase()}
Final-Recipient: rfc822;${to}
Action: ${action}
Status: ${status}
Diagnostic-Code: smtp;${answer}
X-Display-Name: Finns Inte


--_7d1f_
Content-Type: text/rfc822-headers

${letter(messageId, to).split('\n\n')[0]}

--_7d1f_--
`;
}

/** From somebody who is away: mail servers send these back too, and they mean nothing of the kind. */
export const autoReply = ({ messageId, to }: Bounce): string => `From: ${to}
To: ${ORIGIN}
Subject: =?utf-8?Q?Fr=C3=A5nvarande?=
In-Reply-To: <${messageId}>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Jag har semester. Status: 5.1.1
Final-Recipient: rfc822; ${to}
Action: failed
`;

const letter = (messageId: string, to: string): string => `Message-ID: <${messageId}>
From: Region Mittfjäll <${ORIGIN}>
To: ${to}
Subject: =?UTF-8?Q?V=C3=A4lkommen?=
Auto-Submitted: auto-generated
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Hej,

Vi bjuder in till möten i oktober.
`;
