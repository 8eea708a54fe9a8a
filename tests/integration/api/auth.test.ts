import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createApiWorld, jsonOf, problemShape } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

const post = (path: string, body: unknown, by?: string) =>
  api.call({ method: 'POST', path: `/api/auth/${path}`, body, by });
const pair = { token: z.string(), refresh_token: z.string() };
const signedIn = { ...pair, user: z.looseObject({ id: z.string() }) };
const account = {
  name: 'Anna Petrova',
  email: 'anna@new.example',
  password: 'a long password',
  organizationName: 'Kvadrat',
};

test('who registers is an admin of a new organization, and signs in, out and on', async () => {
  const registered = await post('register', account);
  expect(registered.status).toBe(201);
  const login = await post('login', { email: 'ANNA@new.example', password: account.password });
  expect(login.status).toBe(200);
  const session = await jsonOf(login, signedIn);
  expect(session).toEqual({
    user: { id: expect.any(String), name: 'Anna Petrova', email: 'anna@new.example', role: 'admin' },
    token: expect.any(String),
    refresh_token: expect.any(String),
    expires_in: 3_600,
  });
  const me = (token: string) => api.call({ path: '/api/auth/me', by: token });
  expect(await (await me(session.token)).json()).toMatchObject({ id: session.user.id, role: 'admin' });
  expect(await (await api.call({ path: '/api/leads', by: session.token })).json()).toEqual({
    items: [],
    nextCursor: null,
  });

  const refreshed = await jsonOf(await post('refresh', { refresh_token: session.refresh_token }), pair);
  expect(Object.keys(refreshed).sort()).toEqual(['expires_in', 'refresh_token', 'token']);
  const out = await post('logout', {}, refreshed.token);
  expect(await out.json()).toEqual({ message: expect.any(String) });
  expect((await me(refreshed.token)).status).toBe(401);
  expect((await me(session.token)).status).toBe(401);
});

test('a refresh token that comes a second time ends everything of its sign-in', async () => {
  await post('register', { ...account, email: 'thief@new.example' });
  const session = await jsonOf(
    await post('login', { email: 'thief@new.example', password: account.password }),
    signedIn,
  );
  const next = await jsonOf(await post('refresh', { refresh_token: session.refresh_token }), pair);
  const later = await jsonOf(await post('refresh', { refresh_token: next.refresh_token }), pair);
  expect((await post('refresh', { refresh_token: session.refresh_token })).status).toBe(401);
  expect((await post('refresh', { refresh_token: later.refresh_token })).status).toBe(401);
  expect((await api.call({ path: '/api/auth/me', by: next.token })).status).toBe(401);
});

test('a wrong password and an unknown address get the same answer', async () => {
  await post('register', { ...account, email: 'known@new.example' });
  const wrong = await post('login', { email: 'known@new.example', password: 'another password' });
  const unknown = await post('login', { email: 'unknown@new.example', password: 'another password' });
  const strip = async (answer: Response) => ({ ...(await jsonOf(answer, problemShape)), requestId: '' });
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(await strip(wrong)).toEqual(await strip(unknown));
});

test('closed registration lets nobody make another organization', async () => {
  const closed = await createApiWorld({ config: { registration: 'closed' } });
  try {
    const register = (email: string) =>
      closed.call({ method: 'POST', path: '/api/auth/register', body: { ...account, email } });
    expect((await register('first@closed.example')).status).toBe(201);
    const second = await register('second@closed.example');
    expect([second.status, (await jsonOf(second, problemShape)).code]).toEqual([403, 'forbidden']);
  } finally {
    await closed.close();
  }
});
