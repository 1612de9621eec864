/**
 * Routines of which only the signature is known, so that what refers to them can be made: they do nothing, and say so
 * when they are called.
 *
 * They are `IMMUTABLE`, because nobody knows how volatile the real ones are, and an index may need them so.
 */

import { parametersDdl } from '../../schema/ddl/objectDdl.ts';
import { literal } from '../../schema/ddl/sqlText.ts';
import { quoteQualified } from '../../schema/name.ts';
import type { Routine } from '../../schema/snapshot.ts';

/** Of the notice that a call raises. */
export const calledCode = 'DL001';

/** `undefined`: an aggregate is made of other routines, which nothing tells. */
export function standInRoutine(routine: Routine): string | undefined {
  const { kind, name, argumentTypes, parameters = [], returns } = routine;
  const signature = `${quoteQualified(name)}(${argumentTypes})`;
  const created = `${quoteQualified(name)}(${parametersDdl(routine)})`;
  if (kind === 'aggregate') return undefined;
  if (kind === 'procedure') return `CREATE PROCEDURE ${created} LANGUAGE plpgsql AS ${body(signature, '')}`;
  if (returns === undefined) return undefined;
  // What it answers is then in its parameters.
  const hasAnswer = parameters.some(({ mode }) => mode === 'out' || mode === 'inout');
  const text = hasAnswer ? body(signature, 'RETURN;') : standInBody(signature, returns);
  return `CREATE FUNCTION ${created} RETURNS ${returns} LANGUAGE plpgsql IMMUTABLE AS ${text}`;
}

/** A trigger lets the row through. */
function answer(returns: string): string {
  if (returns === 'trigger') return 'RETURN coalesce(NEW, OLD);';
  return returns === 'void' || returns === 'event_trigger' || /^(?:SETOF|TABLE)\b/.test(returns)
    ? 'RETURN;'
    : 'RETURN NULL;';
}

/** Of a function of that signature; says that it was called. */
export function standInBody(signature: string, returns: string): string {
  return body(signature, answer(returns));
}

function body(signature: string, end: string): string {
  const notice = `RAISE NOTICE USING MESSAGE = ${literal(signature)}, ERRCODE = '${calledCode}';`;
  return literal(`BEGIN ${notice} ${end} END`);
}
