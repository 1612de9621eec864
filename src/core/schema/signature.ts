/** The types in the signature of a routine, which is text, as the catalogs print it. */
import type { QualifiedName } from './name.ts';
import type { Routine } from './snapshot.ts';
import { parseType } from './typeName.ts';

type Signature = Pick<Routine, 'argumentTypes' | 'parameters' | 'returns'>;

/** The same object where no type changes. */
export function withTypes<S extends Signature>(signature: S, change: (type: string) => string): S {
  const { argumentTypes, parameters, returns } = signature;
  const changed: Signature = {
    argumentTypes: listed(argumentTypes).map(change).join(', '),
    ...(parameters !== undefined && {
      parameters: parameters.map((one) => ({ ...one, type: change(one.type) })),
    }),
    ...(returns !== undefined && { returns: changedReturn(returns, change) }),
  };
  const isSame =
    changed.argumentTypes === argumentTypes &&
    changed.returns === returns &&
    (parameters ?? []).every(({ type }, index) => type === changed.parameters?.[index]?.type);
  return isSame ? signature : { ...signature, ...changed };
}

export function usesType(signature: Signature, { schema, name }: QualifiedName): boolean {
  let isUsed = false;
  withTypes(signature, (text) => {
    const type = parseType(text);
    isUsed ||= type.kind === 'named' && type.schema === schema && type.name === name;
    return text;
  });
  return isUsed;
}

/** `TABLE(id integer, …)`, `SETOF t`, or a type. */
function changedReturn(returns: string, change: (type: string) => string): string {
  const columns = tableColumns(returns);
  if (columns === undefined) {
    const set = returns.startsWith('SETOF ') ? 'SETOF ' : '';
    return `${set}${change(returns.slice(set.length))}`;
  }
  return `TABLE(${columns.map(({ name, type }) => `${name} ${change(type)}`).join(', ')})`;
}

/** `undefined` where it is no table. Names are as they are written. */
export function tableColumns(
  returns: string,
): readonly { readonly name: string; readonly type: string }[] | undefined {
  const columns = /^TABLE\((.*)\)$/s.exec(returns)?.[1];
  if (columns === undefined) return undefined;
  return listed(columns).map((column) => {
    const name = /^(?:"(?:[^"]|"")*"|[^ ]*)/.exec(column)?.[0] ?? '';
    return { name, type: column.slice(name.length + 1) };
  });
}

/** At commas outside of quoted names. */
function listed(list: string): readonly string[] {
  return list === '' ? [] : list.split(/, (?=(?:[^"]*"[^"]*")*[^"]*$)/);
}
