import type { Verdict } from '../domain/run/judgement-parts.ts';
import type { Cell, Section } from './report-model.ts';

/** A section of which only the parts that it has are given. */
export function section(
  id: string,
  title: string,
  parts: Partial<Pick<Section, 'notes' | 'commands' | 'figures' | 'table' | 'list'>>,
): Section {
  return { id, title, notes: [], commands: [], figures: [], table: null, list: [], ...parts };
}

export function cell(text: string): Cell {
  return { text };
}

export function verdictCell(verdict: Verdict): Cell {
  return { text: verdict, verdict };
}
