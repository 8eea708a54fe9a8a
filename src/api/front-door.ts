import { requestIdOf } from '#api/middleware/request-id.ts';

export type Fetch = (request: Request, env: never) => Response | Promise<Response>;

export interface FrontDoor {
  fetch: Fetch;
  /** From now on everything without a mount is the API's. */
  serve(handler: Fetch): void;
  mount(prefix: string, handler: Fetch): void;
}

/** Answers from the first moment: what is not there yet says so, in the one error shape. */
export function createFrontDoor(): FrontDoor {
  let api: Fetch | null = null;
  const mounts: { prefix: string; fetch: Fetch }[] = [];
  return {
    fetch(request, env) {
      const { pathname } = new URL(request.url);
      const mount = mounts.find(({ prefix }) => pathname === prefix || pathname.startsWith(`${prefix}/`));
      if (mount) return mount.fetch(request, env);
      return api ? api(request, env) : answerStarting(request);
    },
    serve: (handler) => void (api = handler),
    mount: (prefix, handler) => void mounts.push({ prefix, fetch: handler }),
  };
}

function answerStarting(request: Request): Response {
  const requestId = requestIdOf(request.headers.get('x-request-id'));
  return Response.json(
    { code: 'unavailable', message: 'Perezvon is starting. Try again in a moment.', requestId },
    { status: 503, headers: { 'Retry-After': '1', 'X-Request-Id': requestId, 'Cache-Control': 'no-store' } },
  );
}
