declare module 'pgpass' {
  /** Answers with the password that `~/.pgpass` (or `PGPASSFILE`) has for the connection. */
  function pgpass(
    connection: {
      readonly host: string;
      readonly port: number;
      readonly database: string;
      readonly user: string;
    },
    answer: (password: string | undefined) => void,
  ): void;
  export = pgpass;
}
