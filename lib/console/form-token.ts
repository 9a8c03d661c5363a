import { createHmac, timingSafeEqual } from 'node:crypto';

/** Tokens of forms: that of a page is of use for its own question alone, and nobody else can make one. */
export interface FormTokens {
  of(path: string): string;
  fits(path: string, token: string): boolean;
}

export function makeFormTokens(secret: Buffer): FormTokens {
  const of = (path: string) => createHmac('sha256', secret).update(path).digest('base64url');
  return {
    of,
    fits(path, token) {
      const [expected, given] = [Buffer.from(of(path)), Buffer.from(token)];
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}
