/** Whether a model allows NULL: `nullable=…`, or the annotation where that decides. */
import type { SyntaxNode } from '../../text/syntax.ts';
import { allowNone, mappedInner, withoutNone } from './annotation.ts';
import { addKeyword } from './columnArguments.ts';
import type { StatementPlace } from './columnEdits.ts';
import { keyword } from './columnStatement.ts';
import type { Replacement } from './pythonImports.ts';
import { pythonTypeNamed } from './pythonType.ts';

export function changeNullable(place: StatementPlace, nullable: boolean): readonly Replacement[] | undefined {
  const { root, statement } = place;
  const said = `nullable=${nullable ? 'True' : 'False'}`;
  const given = keyword(statement, 'nullable');
  if (given !== undefined) return [{ start: given.startIndex, end: given.endIndex, text: said }];
  const { annotation, maker, makerName = '' } = statement;
  if (annotation === undefined || (maker !== undefined && /(?:^|\.)(?:Column|Field)$/.test(makerName)))
    return addKeyword(place, said);
  const inner = mappedInner(annotation);
  // What is evaluated later is not taken apart here.
  if (inner.type === 'string' || annotation.type === 'string') return addKeyword(place, said);
  const bare = withoutNone(inner);
  const decides = (bare === undefined) === nullable;
  if (!decides) return addKeyword(place, said);
  const changed =
    bare === undefined
      ? allowNone(root, inner)
      : [{ start: inner.startIndex, end: inner.endIndex, text: bare.text }];
  return isPlain(root, bare ?? inner) ? changed : [...changed, ...addKeyword(place, said)];
}

/** Another name may be one of an alias, which says by itself whether NULL is allowed. */
function isPlain(root: SyntaxNode, type: SyntaxNode): boolean {
  if (!/^[\w.]+$/.test(type.text) || pythonTypeNamed(root, type.text) !== undefined) return true;
  return root.namedChildren.some(
    (node) => node?.type === 'class_definition' && node.childForFieldName('name')?.text === type.text,
  );
}
