import { create, type Font } from 'fontkit';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import pdfmake from 'pdfmake';
import type { Instant } from '../domain/instant.ts';
import { pdfDocument } from '../report/pdf/pdf-document.ts';
import type { ReportModel } from '../report/report-model.ts';
import { UsageError } from './usage-error.ts';

export interface PdfOptions {
  /** The moment that the file says it is of: one of the run, so that the same run gives the same bytes. */
  readonly at: Instant;
  /** Path of a font for what the usual one has no glyphs for. */
  readonly font?: string | undefined;
}

const { resolve } = createRequire(import.meta.url);
const REGULAR = resolve('pdfmake/fonts/Roboto/Roboto-Regular.ttf');
const BOLD = resolve('pdfmake/fonts/Roboto/Roboto-Medium.ttf');
const OTHER = 'Other';

/**
 * A report as a PDF with its fonts embedded: the same model, moment and font give the same bytes. Nothing is fetched, and
 * no file is read but the fonts. @throws UsageError for a font that cannot be read.
 */
export async function writePdf(model: ReportModel, { at, font }: PdfOptions): Promise<Uint8Array> {
  const usual = fontOf(REGULAR);
  const other = font === undefined ? null : fontOf(font);
  const glyphs = {
    has: (codePoint: number) => usual.hasGlyphForCodePoint(codePoint),
    other: other && { font: OTHER, has: (codePoint: number) => other.hasGlyphForCodePoint(codePoint) },
  };
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => [REGULAR, BOLD, font].includes(path));
  pdfmake.setFonts({
    Roboto: { normal: REGULAR, bold: BOLD },
    ...(font === undefined ? {} : { [OTHER]: { normal: font, bold: font } }),
  });
  const title = `${model.banner.word}: ${model.title}, ${model.overall}`;
  const info = { title, creator: 'Muster', producer: 'Muster', creationDate: new Date(at / 1000) };
  return pdfmake.createPdf({ ...pdfDocument(model, glyphs), info }).getBuffer();
}

function fontOf(path: string): Font {
  const wanted = 'expected a TrueType or OpenType font, such as a .ttf or .otf file';
  try {
    const font = create(readFileSync(path));
    if (!('fonts' in font)) return font;
  } catch (cause) {
    throw new UsageError(`--font ${path}: cannot be read as a font; ${wanted}`, { cause });
  }
  throw new UsageError(`--font ${path}: is a collection of fonts; ${wanted}`);
}
