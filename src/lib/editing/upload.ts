import type { FieldIssue } from '#lib/ui/fields.ts';
import { m } from '#lib/paraglide/messages.js';
import { inLanguage } from '#lib/ui/language.ts';

/** An image as the server keeps it. */
export type Uploaded = { imageId: string; width: number; height: number };
export type Upload = { ok: true; image: Uploaded } | { ok: false; message: string };

/** Sends a picture to be kept with the document. Never throws: a refusal says what to do instead. */
export async function uploadImage(address: string, file: File): Promise<Upload> {
	const body = new FormData();
	body.set('file', file);
	const headers = { accept: 'application/json' };
	const response = await fetch(address, { method: 'POST', body, headers }).catch(() => null);
	if (response === null) return { ok: false, message: m.editing_image_offline() };
	const answer: unknown = await response.json().catch(() => null);
	if (response.ok && isUploaded(answer)) return { ok: true, image: answer };
	return { ok: false, message: response.status === 413 ? m.editing_image_too_large() : refusalIn(answer) };
}

function isUploaded(answer: unknown): answer is Uploaded {
	if (typeof answer !== 'object' || answer === null) return false;
	const [id, ...size]: unknown[] = ['imageId', 'width', 'height'].map((name) => Reflect.get(answer, name));
	return typeof id === 'string' && size.every((pixels) => typeof pixels === 'number');
}

function refusalIn(answer: unknown): string {
	const error = answer as { issues?: FieldIssue[]; message?: string } | null;
	const [issue] = error?.issues ?? [];
	return issue ? inLanguage(issue) : (error?.message ?? m.editing_image_failed());
}
