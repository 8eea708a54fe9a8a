import { describe, expect, test } from 'vitest';
import { Problem } from '#api/errors.ts';
import { createFrontDoor } from '#api/front-door.ts';

const ask = (door: ReturnType<typeof createFrontDoor>, path: string, headers: Record<string, string> = {}) =>
  door.fetch(new Request(`http://localhost${path}`, { headers }), {} as never);

describe('the front door', () => {
  test('answers in the one error shape while the product starts, under the request id of the caller', async () => {
    const answer = await ask(createFrontDoor(), '/api/leads', { 'x-request-id': 'of-the-caller-1' });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(answer.headers.get('x-request-id')).toBe('of-the-caller-1');
    expect(Problem.strict().parse(await answer.json())).toMatchObject({
      code: 'unavailable',
      requestId: 'of-the-caller-1',
    });
  });

  test('gives the request an id of its own when the one of the caller is not fit for logs', async () => {
    const answer = await ask(createFrontDoor(), '/', { 'x-request-id': 'a b' });
    expect(Problem.parse(await answer.json()).requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('hands requests to what is mounted at their path, and the others to the API once it is there', async () => {
    const door = createFrontDoor();
    door.mount('/sandbox', () => new Response('sandbox'));
    expect(await (await ask(door, '/sandbox/chat')).text()).toBe('sandbox');
    expect((await ask(door, '/sandboxes')).status).toBe(503);
    door.serve(() => new Response('api'));
    expect(await (await ask(door, '/sandboxes')).text()).toBe('api');
  });
});
