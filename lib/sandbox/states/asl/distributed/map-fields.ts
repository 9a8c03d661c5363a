import * as z from 'zod';
import { numeric } from '../fields.ts';

/** Largest input of a child, which is that of any execution: AWS, input-output-itembatcher (MaxInputBytesPerBatch). */
const MOST_BYTES = 262_144;

const positive = z.union([z.int().positive(), z.string()]);

export const ReaderConfig = z.strictObject({
  InputType: z.enum(['JSON', 'JSONL', 'CSV']).optional(),
  CSVHeaderLocation: z.enum(['FIRST_ROW', 'GIVEN']).optional(),
  CSVHeaders: z.array(z.string()).min(1).optional(),
  CSVDelimiter: z.enum(['COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB']).optional(),
  MaxItems: numeric.optional(),
});

export const ItemReader = z.strictObject({
  Resource: z.enum(['arn:aws:states:::s3:getObject', 'arn:aws:states:::s3:listObjectsV2']),
  Arguments: z.unknown(),
  ReaderConfig: ReaderConfig.optional(),
});

export const ItemBatcher = z.strictObject({
  MaxItemsPerBatch: positive.optional(),
  MaxInputBytesPerBatch: z.union([z.int().positive().max(MOST_BYTES), z.string()]).optional(),
  BatchInput: z.unknown().optional(),
});

export const WriterConfig = z.strictObject({
  Transformation: z.enum(['NONE', 'COMPACT', 'FLATTEN']),
  OutputType: z.enum(['JSON', 'JSONL']),
});

export const ResultWriter = z.strictObject({
  Resource: z.literal('arn:aws:states:::s3:putObject').optional(),
  Arguments: z.unknown().optional(),
  WriterConfig: WriterConfig.optional(),
});

/** What only a Map state of the distributed mode has. */
export const distributed = {
  ItemReader: ItemReader.optional(),
  ItemBatcher: ItemBatcher.optional(),
  ResultWriter: ResultWriter.optional(),
  ToleratedFailureCount: numeric.optional(),
  ToleratedFailurePercentage: z.union([z.number().min(0).max(100), z.string()]).optional(),
  Label: z.string().optional(),
};

export const ProcessorConfig = z.strictObject({
  Mode: z.enum(['INLINE', 'DISTRIBUTED']).optional(),
  ExecutionType: z.enum(['STANDARD', 'EXPRESS']).optional(),
});

export type ItemReader = z.infer<typeof ItemReader>;
export type ItemBatcher = z.infer<typeof ItemBatcher>;
export type ResultWriter = z.infer<typeof ResultWriter>;
export type WriterConfig = z.infer<typeof WriterConfig>;
