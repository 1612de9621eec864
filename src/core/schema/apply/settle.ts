/** What an operation that succeeds makes certain again. */
import { sameName } from '../name.ts';
import type { Affected, TablePart, Uncertainty } from '../snapshot.ts';
import { isInSchema } from '../uncertainty.ts';
import type { Draft } from './draft.ts';

/** From here on the object is as the draft has it, whatever was not known before. */
export function settle(draft: Draft, known: Affected): void {
  if (draft.uncertainties.length === 0) return;
  const left = draft.uncertainties.flatMap((one) => without(one, known));
  const changed =
    left.length !== draft.uncertainties.length ||
    left.some((one, index) => one !== draft.uncertainties[index]);
  if (changed) draft.uncertainties = left;
}

export function settlePart(draft: Draft, table: Affected['name'], part: TablePart): void {
  settle(draft, { kind: 'table', name: table, parts: [part] });
}

function without(uncertainty: Uncertainty, known: Affected): readonly Uncertainty[] {
  const { affects } = uncertainty;
  if (affects === 'anything')
    return [mayTouch(uncertainty, known) ? excepting(uncertainty, known) : uncertainty];
  if (!affects.some((one) => isSame(one, known))) return [uncertainty];
  let partly = false;
  const left = affects.flatMap((one): readonly Affected[] => {
    if (!isSame(one, known) || known.parts === undefined) return isSame(one, known) ? [] : [one];
    if (one.parts === undefined) {
      partly = true;
      return [one];
    }
    const parts = one.parts.filter(
      (part) => !known.parts?.some((other) => other.kind === part.kind && other.name === part.name),
    );
    if (parts.some((part) => part.name === undefined)) partly = true;
    return parts.length === 0 ? [] : [{ ...one, parts }];
  });
  if (left.length === 0) return [];
  const rest = { ...uncertainty, affects: left };
  return [partly ? excepting(rest, known) : rest];
}

function mayTouch({ within }: Uncertainty, { kind, name }: Affected): boolean {
  return within?.some((one) => one.kind === kind && isInSchema(one, kind, name)) ?? true;
}

function excepting(uncertainty: Uncertainty, known: Affected): Uncertainty {
  if (uncertainty.except?.some((one) => isSame(one, known) && says(one, known))) return uncertainty;
  return {
    ...uncertainty,
    except: [...(uncertainty.except ?? []).filter((one) => !includes(known, one)), known],
  };
}

/** Whether `one` already tells all that `known` would add. */
function says({ parts }: Affected, known: Affected): boolean {
  if (parts === undefined) return true;
  return (
    known.parts?.every((part) => parts.some((p) => p.kind === part.kind && p.name === part.name)) ?? false
  );
}

function includes(known: Affected, other: Affected): boolean {
  return isSame(known, other) && known.parts === undefined;
}

function isSame(a: Affected, b: Affected): boolean {
  return a.kind === b.kind && sameName(a.name, b.name);
}
