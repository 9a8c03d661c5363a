import { expect, test } from 'vitest';
import { pdfText } from '../../../../lib/report/pdf/pdf-text.ts';

const latin = (codePoint: number) => codePoint < 0x250;
const han = (codePoint: number) => codePoint >= 0x4e00 && codePoint < 0xa000;
const NONE = { has: latin, other: null };
const BOTH = { has: latin, other: { font: 'Other', has: han } };

test('text that the usual font has is one run', () => {
  expect(pdfText('Zahlungen, état', NONE)).toEqual({ text: [{ text: 'Zahlungen, état' }] });
});

test('what another font has is a run of that font', () => {
  expect(pdfText('pay 付款 now', BOTH)).toEqual({
    text: [{ text: 'pay ' }, { text: '付款', font: 'Other' }, { text: ' now' }],
  });
});

test('what no font has is shown by its number, and never left out', () => {
  expect(pdfText('a付', NONE)).toEqual({ text: [{ text: 'a\\u{4ed8}' }] });
  expect(pdfText('\u{1f600}\ud800', BOTH)).toEqual({ text: [{ text: '\\u{1f600}\\u{d800}' }] });
});

test('nothing steers a reader, or turns the direction of the text', () => {
  expect(pdfText('a\u001b[2J\u202eb\nc', NONE)).toEqual({ text: [{ text: 'a [2J b c' }] });
});

test('only a word that no column has room for is broken anywhere', () => {
  expect(pdfText('a'.repeat(24), NONE)).toEqual({ text: [{ text: 'a'.repeat(24) }] });
  expect(pdfText(`x ${'a'.repeat(25)}`, NONE)).toEqual({
    text: [{ text: `x ${'a'.repeat(25)}`, wordBreak: 'break-all' }],
  });
});
