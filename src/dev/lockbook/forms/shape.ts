/** Two kinds of forms. */
import type { Form } from '../form.ts';

type Rest = Omit<Form, 'name' | 'statement'>;

/** A row of the lockbook: relations play the roles that their names say, or those given. */
export const row = (name: string, statement: string, rest: Rest = {}): Form => ({
  name,
  statement,
  roles: {},
  ...rest,
});

/** Something that a statement may meet: what it does then has to follow from rows. */
export const met = (name: string, statement: string, rest: Rest = {}): Form => ({ name, statement, ...rest });
