import { expect, test } from 'vitest';
import type { ContextFactory } from '#domain/context.ts';
import { createSecretBox } from '#platform/secrets.ts';
import { isValidFileLink, signFileUrl } from '#api/files/file-links.ts';

const fileId = '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b';
const nowMs = 1_795_180_000_000;

/** Only what links need of a context factory. */
function makerWith(key: string): Pick<ContextFactory, 'runtime'> {
  const runtime = { publicUrl: 'https://crm.example.com', secretBox: createSecretBox([key]) };
  return { runtime: runtime as ContextFactory['runtime'] };
}

const make = makerWith('test-key-test-key-test-key-test-key-1');

function linkAt(atMs: number, maker = make) {
  const url = new URL(signFileUrl({ make: maker }, fileId, atMs));
  return {
    url,
    link: {
      fileId,
      expires: Number(url.searchParams.get('expires')),
      signature: url.searchParams.get('signature') ?? '',
    },
  };
}

test('a link is an address of this server and works for an hour, not longer', () => {
  const { url, link } = linkAt(nowMs);
  expect(`${url.origin}${url.pathname}`).toBe(`https://crm.example.com/files/${fileId}`);
  expect(isValidFileLink(make, link, nowMs + 3_599_000)).toBe(true);
  expect(isValidFileLink(make, link, nowMs + 3_601_000)).toBe(false);
});

test('a link cannot be made to last longer, to open another file, or be signed by another installation', () => {
  const { link } = linkAt(nowMs);
  expect(isValidFileLink(make, { ...link, expires: link.expires + 1 }, nowMs)).toBe(false);
  expect(isValidFileLink(make, { ...link, fileId: fileId.replace('0', '1') }, nowMs)).toBe(false);
  expect(isValidFileLink(makerWith('another-key-another-key-another-key-2'), link, nowMs)).toBe(false);
  expect(isValidFileLink(make, { ...link, signature: '' }, nowMs)).toBe(false);
});
