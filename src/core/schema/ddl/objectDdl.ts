/** Schemas, extensions, views and routines. */
import { quoteName, quoteQualified } from '../name.ts';
import type { Extension, Parameter, Routine, Schema, View } from '../snapshot.ts';
import { indexDdl } from './indexDdl.ts';
import { commentOn, remark, words } from './sqlText.ts';

/** `public` is there anyway. */
export function schemaDdl({ name, comment }: Schema): readonly string[] {
  const create = name === 'public' ? [] : [`CREATE SCHEMA ${quoteName(name)};`];
  return [...create, ...commentOn(`SCHEMA ${quoteName(name)}`, comment)];
}

export function extensionDdl({ name, schema }: Extension): string {
  return `CREATE EXTENSION ${quoteName(name)} WITH SCHEMA ${quoteName(schema)};`;
}

export function viewDdl(view: View): readonly string[] {
  const keyword = view.kind === 'view' ? 'VIEW' : 'MATERIALIZED VIEW';
  const name = quoteQualified(view.name);
  return [
    `CREATE ${keyword} ${name} AS\n${view.definition};`,
    ...view.indexes.flatMap((index) => indexDdl(index, view.name)),
    ...commentOn(`${keyword} ${name}`, view.comment),
  ];
}

/** No statement: the body is not known, only whether it is another. */
export function routineDdl(routine: Routine): readonly string[] {
  const { kind, name, argumentTypes, returns, language, bodyHash, comment } = routine;
  const signature = `${quoteQualified(name)}(${argumentTypes})`;
  const about = [
    `-- ${kind.toUpperCase()} ${quoteQualified(name)}(${parametersDdl(routine)})`,
    ...(returns === undefined ? [] : [`RETURNS ${returns}`]),
    ...(language === undefined ? [] : [`LANGUAGE ${language}`]),
    bodyHash === undefined ? 'body not known' : `body not shown, its MD5 is ${bodyHash}`,
  ];
  return [about.join(' '), ...commentOn(`${kind.toUpperCase()} ${signature}`, comment).map(remark)];
}

/** What stands between the parentheses where it is created. */
export function parametersDdl({ parameters, argumentTypes }: Routine): string {
  return parameters?.map(parameterDdl).join(', ') ?? argumentTypes;
}

function parameterDdl({ mode, name, type, default: expression }: Parameter): string {
  return words(
    mode !== 'in' && mode.toUpperCase(),
    name !== undefined && quoteName(name),
    type,
    expression !== undefined && `DEFAULT ${expression}`,
  );
}
