/** Types for people: as PostgreSQL writes them, without the schema `public`. */
import { quoteName } from '../../schema/name.ts';
import { type SqlType, typeText } from '../../schema/type.ts';

export function typeWords(type: SqlType): string {
  if (type.kind === 'unresolved' || type.schema !== 'public') return typeText(type);
  const text = typeText(type);
  return text.startsWith('public.') ? text.slice('public.'.length) : text;
}

/** `(email)`, `(tenant_id, email)`. */
export const columnList = (columns: readonly string[]): string => `(${columns.map(quoteName).join(', ')})`;
