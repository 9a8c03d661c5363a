import { describe, expect, it } from 'vitest';
import { emptyNames, fileSizes, handlers, longHandlers, mapGaps } from './layout.ts';
import { listFolders, PROJECT, seedTree } from './project-tree.ts';

describe('ARCHITECTURE.md', () => {
  it('names every folder by its whole path, and none that is gone', () => {
    expect(listFolders(PROJECT, ['lib'], 3).length).toBeGreaterThan(20);
    expect(mapGaps(PROJECT)).toEqual({ unnamed: [], gone: [] });
  });

  it('is caught when it leaves a folder out, also one whose name is in a longer one', () => {
    const root = seedTree({
      'lib/domain/run/x.ts': '',
      'lib/sandbox/rds/deep/x.ts': '',
      'ARCHITECTURE.md': 'The `lib/` has lib/domain/running/ and lib/domain/run.md, and `lib/sandbox`.',
    });

    expect(mapGaps(root)).toEqual({
      unnamed: ['lib/domain', 'lib/domain/run', 'lib/sandbox/rds'],
      gone: ['lib/domain/running'],
    });
  });

  it('is content with a line a folder', () => {
    const root = seedTree({
      'lib/domain/run/x.ts': '',
      'ARCHITECTURE.md':
        '| `lib/` | … |\n| `lib/domain/` | … |\nlib/domain/run/  the run\n`lib/domain/run/x.ts`',
    });

    expect(mapGaps(root)).toEqual({ unnamed: [], gone: [] });
  });
});

describe('each handler', () => {
  it('has at most 15 lines', () => {
    expect(handlers(PROJECT)).toContain('functions/promote-replica.ts');
    expect(longHandlers(PROJECT)).toEqual([]);
  });

  it('is named when it has more', () => {
    const root = seedTree({
      'functions/short.ts': 'x;\n'.repeat(15),
      'functions/long.ts': 'x;\n'.repeat(16),
      'functions/composition/site.ts': 'x;\n'.repeat(100),
    });

    expect(longHandlers(root)).toEqual(['functions/long.ts']);
  });
});

describe('names of files and folders', () => {
  it('say what a thing is', () => {
    expect(emptyNames(PROJECT)).toEqual([]);
  });

  it('are caught when they do not', () => {
    const root = seedTree({
      'lib/utils/x.ts': '',
      'lib/domain/types.ts': '',
      'lib/aws/s3-helpers.ts': '',
      'lib/domain/utilisation.ts': '',
      'test/common/x.ts': '',
    });

    expect(emptyNames(root)).toEqual([
      'lib/aws/s3-helpers.ts',
      'lib/domain/types.ts',
      'lib/utils/x.ts',
      'test/common/x.ts',
    ]);
  });
});

describe('the sizes of source files', () => {
  it('are reported', ({ annotate }) => {
    const sizes = fileSizes(PROJECT);

    expect(sizes.files).toBeGreaterThan(60);
    return annotate(
      `${sizes.files} files: median ${sizes.medianLines} lines (aim 60), 90th percentile ` +
        `${sizes.percentile90Lines} (aim below 200), longest ${sizes.longest.join(', ')}`,
    );
  });
});
