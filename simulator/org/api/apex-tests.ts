import { json, restError, type SimResponse } from '../http-message.ts';
import type { TestRun } from '../jobs.ts';
import { makeId } from '../salesforce-id.ts';
import type { Session } from '../sessions.ts';
import type { OrgState } from '../state.ts';
import { type Table, type TableRow, TIMESTAMP } from './table.ts';

/** The test class of every test run. Its methods always pass. */
const TEST = { id: '01p5g00000TestAAAX', name: 'GreetingTest', methods: ['greets', 'greetsAll'] };
const CLASS = { id: '01p5g00000GreeAAAX', name: 'Greeting' };

/** Handles POST …/tooling/runTestsAsynchronous. The run is complete immediately. */
export function runTests(state: OrgState, { tenant, user }: Session, body: string): SimResponse {
  const { testLevel, tests, classNames } = JSON.parse(body);
  if (testLevel === undefined && tests === undefined && classNames === undefined) {
    return restError(400, 'MISSING_ARGUMENT', 'No tests to run');
  }
  const run = { id: makeId('707'), queueItemId: makeId('709') };
  state.jobs.testRuns.push({ ...run, tenant: tenant.name, userId: user.userId18 });
  return json(200, run.id, 'Apex tests');
}

const testTable = (
  type: string,
  columns: string,
  rowsOf: (run: TestRun) => readonly TableRow[],
): Table => ({
  type,
  columns: columns.split(' '),
  rows: ({ jobs }, { tenant }) =>
    jobs.testRuns.filter((run) => run.tenant === tenant.name).flatMap(rowsOf),
});

const COVERAGE = {
  'ApexClassOrTrigger.Id': CLASS.id,
  'ApexClassOrTrigger.Name': CLASS.name,
  NumLinesCovered: 3,
  NumLinesUncovered: 1,
  Coverage: { coveredLines: [1, 2, 3], uncoveredLines: [4] },
};

export const APEX_TEST_TABLES: readonly Table[] = [
  testTable(
    'ApexTestRunResult',
    'AsyncApexJobId Status ClassesCompleted ClassesEnqueued MethodsEnqueued StartTime EndTime TestTime TestSetupTime UserId',
    ({ id, userId }) => [
      {
        AsyncApexJobId: id,
        Status: 'Completed',
        ClassesCompleted: 1,
        ClassesEnqueued: 1,
        MethodsEnqueued: TEST.methods.length,
        StartTime: TIMESTAMP,
        EndTime: TIMESTAMP,
        TestTime: 20,
        TestSetupTime: 0,
        UserId: userId,
      },
    ],
  ),
  testTable(
    'ApexTestQueueItem',
    'Id Status ApexClassId TestRunResultId ParentJobId',
    ({ id, queueItemId }) => [
      {
        Id: queueItemId,
        Status: 'Completed',
        ApexClassId: TEST.id,
        TestRunResultId: makeId('05m'),
        ParentJobId: id,
      },
    ],
  ),
  testTable(
    'ApexTestResult',
    'Id QueueItemId StackTrace Message RunTime TestTimestamp AsyncApexJobId MethodName Outcome ApexLogId IsTestSetup ApexClass.Id ApexClass.Name ApexClass.NamespacePrefix',
    ({ id, queueItemId }) =>
      TEST.methods.map((method) => ({
        Id: makeId('07M'),
        QueueItemId: queueItemId,
        StackTrace: null,
        Message: null,
        RunTime: 10,
        TestTimestamp: TIMESTAMP,
        AsyncApexJobId: id,
        MethodName: method,
        Outcome: 'Pass',
        ApexLogId: null,
        IsTestSetup: false,
        'ApexClass.Id': TEST.id,
        'ApexClass.Name': TEST.name,
        'ApexClass.NamespacePrefix': null,
      })),
  ),
  testTable(
    'ApexCodeCoverage',
    'ApexTestClassId ApexClassOrTrigger.Id ApexClassOrTrigger.Name TestMethodName NumLinesCovered NumLinesUncovered Coverage',
    () =>
      TEST.methods.map((method) => ({
        ...COVERAGE,
        ApexTestClassId: TEST.id,
        TestMethodName: method,
      })),
  ),
  testTable(
    'ApexCodeCoverageAggregate',
    'ApexClassOrTriggerId ApexClassOrTrigger.Id ApexClassOrTrigger.Name NumLinesCovered NumLinesUncovered Coverage',
    () => [{ ...COVERAGE, ApexClassOrTriggerId: CLASS.id }],
  ),
  testTable('ApexOrgWideCoverage', 'PercentCovered', () => [{ PercentCovered: 75 }]),
];
