/**
 * Joins writes that arrive while another write is on its way into one statement: callers wait for their own row to be
 * durable, and a hundred webhooks cost one commit. `flush` gets at most `maxItems` and returns a result for each.
 */
export function createGroupCommit<Item, Result>(
  flush: (items: Item[]) => Promise<Result[]>,
  maxItems = 200,
): (item: Item) => Promise<Result> {
  type Waiting = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let running = 0;
  // Two flushes in flight keep the database busy while the next group gathers.
  const parallel = 2;

  async function run(): Promise<void> {
    running += 1;
    while (waiting.length > 0) {
      const group = waiting.slice(0, maxItems);
      waiting = waiting.slice(maxItems);
      try {
        const results = await flush(group.map((entry) => entry.item));
        group.forEach((entry, index) => {
          const result = results[index];
          if (result === undefined) entry.reject(new Error('A write was not answered for.'));
          else entry.resolve(result);
        });
      } catch (error) {
        for (const entry of group) entry.reject(error);
      }
    }
    running -= 1;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (running < parallel) queueMicrotask(() => (running < parallel ? void run() : undefined));
    });
}
