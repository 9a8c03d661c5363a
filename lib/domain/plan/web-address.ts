import * as z from 'zod';
import { withForm } from './plan-forms.ts';

/** Where something answers over HTTP. */
export const webAddress = withForm(
  z.string().regex(/^https?:\/\/[^\s/]+\S*$/, 'an http or https URL'),
  'URL',
);
