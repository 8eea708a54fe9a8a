export type PhoneLines = {
  /** Registers an open phone page; without a number it takes calls to every number. Returns the way to hang the page up. */
  open: (number: string | null, onChange: () => void) => () => void;
  hasPhone: (number: string) => boolean;
  /** Tells the pages concerned that something about a call to this number has changed. */
  announce: (number: string) => void;
};

/** Knows which phone pages are open, hence which called numbers have a person behind them. */
export function createPhoneLines(): PhoneLines {
  const lines = new Set<{ number: string | null; onChange: () => void }>();
  return {
    open(number, onChange) {
      const line = { number, onChange };
      lines.add(line);
      return () => void lines.delete(line);
    },
    hasPhone: (number) => [...lines].some((line) => line.number === null || line.number === number),
    announce(number) {
      for (const line of lines) if (line.number === null || line.number === number) line.onChange();
    },
  };
}
