import { describeMatrix } from '../../model/matrix-suite.ts';
import { REAL_FAILOVERS } from '../../model/scenario.ts';

describeMatrix('real failovers', REAL_FAILOVERS);
