/** Everything that is measured. */
import type { Form } from './form.ts';
import { columnForms } from './forms/columns.ts';
import { constraintForms } from './forms/constraints.ts';
import { otherForms } from './forms/others.ts';
import { tableForms } from './forms/tables.ts';
import { typeForms } from './forms/types.ts';

export const allForms: readonly Form[] = [
  ...columnForms,
  ...typeForms,
  ...constraintForms,
  ...tableForms,
  ...otherForms,
];
