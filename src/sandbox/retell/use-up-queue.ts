type Limited = { times: number; skip?: number };

export type UseUpQueue<Item extends Limited> = {
  add: (item: Item) => void;
  /** Returns the first item that matches and counts one use of it; an item goes away after its last use. */
  take: (matches: (item: Item) => boolean) => Item | undefined;
  list: () => Item[];
  clear: () => void;
};

/** Holds instructions that each apply to the next N matching things, in the order in which they were given. */
export function createUseUpQueue<Item extends Limited>(): UseUpQueue<Item> {
  let items: Item[] = [];
  return {
    add: (item) => void items.push({ ...item }),
    take(matches) {
      for (const item of items) {
        if (!matches(item)) continue;
        if (item.skip !== undefined && item.skip > 0) {
          item.skip -= 1;
          continue;
        }
        item.times -= 1;
        if (item.times <= 0) items = items.filter((kept) => kept !== item);
        return item;
      }
      return undefined;
    },
    list: () => items.map((item) => ({ ...item })),
    clear: () => void (items = []),
  };
}
