import { expect, test } from 'vitest';
import { subjectText } from '../../../../lib/domain/notice/subject-text.ts';

test('a subject is what SNS takes: one line of ASCII, at most 100 characters', () => {
  expect(subjectText('REAL orders: müde\nx')).toBe('REAL orders: m?de?x');
  expect(subjectText('x'.repeat(100))).toHaveLength(100);
  expect(subjectText('x'.repeat(101))).toBe(`${'x'.repeat(97)}...`);
});
