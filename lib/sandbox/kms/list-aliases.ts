import * as z from 'zod';
import { parseInput } from '../wire/parse-input.ts';
import { mustFind } from './kms-errors.ts';
import { aliasArn } from './kms-keys.ts';
import type { KmsOperation } from './kms-operation.ts';

const Input = z.strictObject({ KeyId: z.string().min(1).optional() });

/** Aliases of a region, or of one of its keys, in one page: there are never more than a few. */
export const listAliases: KmsOperation = ({ keys, account, region, input }) => {
  const { KeyId } = parseInput(Input, input);
  const asked = KeyId === undefined ? keys.of(region) : [mustFind(keys, { region, account, name: KeyId })];
  const aliases = asked.flatMap((key) =>
    key.aliases.map((alias) => ({
      AliasName: alias,
      AliasArn: aliasArn(key.arn, alias),
      TargetKeyId: key.id,
    })),
  );
  return { Aliases: aliases, Truncated: false };
};
