/** What keeps a step from being written as SQL. */

/** Thrown by the writers, and caught by {@link ./writeOperation.ts}: its message is a whole sentence. */
export class Unwritable extends Error {}
