import { describe, expect, it } from 'vitest';
import { surveyFourPlaces } from './four-places.ts';
import { PROJECT, seedTree } from './project-tree.ts';
import { kebab } from './workflows.ts';

const WORKFLOW = JSON.stringify({
  StartAt: 'PromoteReplica',
  States: { PromoteReplica: { Type: 'Task', Next: 'Done' }, Done: { Type: 'Succeed' } },
});

const COMPLETE = {
  'drills/failover/workflow.asl.json': WORKFLOW,
  'functions/promote-replica.ts': '',
  'functions/composition/site.ts': '',
  'lib/steps/promote-replica.ts': '',
  'lib/steps/step/make-step.ts': '',
  'test/unit/steps/promote-replica.test.ts': '',
};

describe('one name, four places', () => {
  it('holds for every Task state of every workflow', () => {
    const { states, missing, orphaned } = surveyFourPlaces(PROJECT);

    expect(states).toEqual(expect.arrayContaining(['PromoteReplica', 'HeartbeatSegment']));
    expect({ missing, orphaned }).toEqual({ missing: [], orphaned: [] });
  });

  it('holds for a tree that has all four', () => {
    expect(surveyFourPlaces(seedTree(COMPLETE))).toEqual({
      states: ['PromoteReplica'],
      missing: [],
      orphaned: [],
    });
  });

  it.each(Object.keys(COMPLETE).filter((path) => path.includes('promote-replica')))(
    'names %s when it is not there',
    (path) => {
      const files = Object.fromEntries(Object.entries(COMPLETE).filter(([name]) => name !== path));

      expect(surveyFourPlaces(seedTree(files)).missing).toEqual([path]);
    },
  );

  it('asks for the same four of a state and of the one that takes it back', () => {
    const back = { PromoteReplicaBack: { Type: 'Task', Next: 'Done' }, Done: { Type: 'Succeed' } };
    const workflow = JSON.stringify({ StartAt: 'PromoteReplicaBack', States: back });
    const both = { ...COMPLETE, 'drills/switchover/workflow.asl.json': workflow };

    expect(surveyFourPlaces(seedTree(both))).toEqual({
      states: ['PromoteReplica', 'PromoteReplicaBack'],
      missing: [],
      orphaned: [],
    });
    expect(surveyFourPlaces(seedTree({ 'drills/switchover/workflow.asl.json': workflow })).missing).toContain(
      'lib/steps/promote-replica.ts',
    );
  });

  it('asks for the step and its test of a handler that is called directly', () => {
    const root = seedTree({ ...COMPLETE, 'functions/probe-site.ts': '' });

    expect(surveyFourPlaces(root).missing).toEqual([
      'lib/steps/probe-site.ts',
      'test/unit/steps/probe-site.test.ts',
    ]);
  });

  it('names a handler and a step that no state calls', () => {
    const root = seedTree({ ...COMPLETE, 'functions/forgotten.ts': '', 'lib/steps/forgotten.ts': '' });

    expect(surveyFourPlaces(root).orphaned).toEqual(['functions/forgotten.ts', 'lib/steps/forgotten.ts']);
  });

  it.each([
    ['PromoteReplica', 'promote-replica'],
    ['PreFlight', 'pre-flight'],
    ['ExportRun', 'export-run'],
    ['Hold', 'hold'],
  ])('spells %s as %s', (state, file) => {
    expect(kebab(state)).toBe(file);
  });
});
