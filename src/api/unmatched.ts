import type { NotFoundHandler } from 'hono';
import { answerProblem } from '#api/errors.ts';
import type { ApiEnv } from '#api/env.ts';
import type { AnyRoute } from '#api/route.ts';

/** Answers what no route matched: 405 with the methods that exist at this path, or 404. */
export function answerUnmatched(routes: readonly AnyRoute[]): NotFoundHandler<ApiEnv> {
  const patterns = [...Map.groupBy(routes, ({ route }) => route.path)].map(([path, group]) => ({
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    methods: group.map(({ route }) => route.method.toUpperCase()),
  }));
  return (c) => {
    const methods = new Set(
      patterns.filter(({ pattern }) => pattern.test(c.req.path)).flatMap((entry) => entry.methods),
    );
    if (methods.size === 0)
      return answerProblem(c, 'not_found', 'There is nothing at this address. The API is described at /docs.');
    const allow = [...methods].join(', ');
    return answerProblem(c, 'method_not_allowed', `${c.req.method} is not possible here; ${allow} is.`, {
      headers: { Allow: allow },
    });
  };
}
