type Write = (fields: object, message: string) => void;

/** What the database's code needs of a logger; the product's pino logger fits. */
export type DatabaseLog = { info: Write; warn: Write; error: Write };
