import type { Session } from '../oauth/sessions.ts';
import { type Incoming, json, type Reply, restError } from '../reply.ts';
import { makeId } from '../salesforce-id.ts';
import type { OrgState } from '../state.ts';
import { describe, query } from './soql.ts';
import type { BulkJob } from './work.ts';

const NOT_FOUND = restError(404, 'NOT_FOUND', 'The requested resource does not exist');

export interface BulkCall {
  readonly state: OrgState;
  readonly session: Session;
  readonly request: Incoming;
  readonly version: string;
  readonly rest: readonly string[];
}

/** Bulk API 2.0, …/jobs/ingest and …/jobs/query: jobs that take a CSV in, and jobs whose result is one. */
export function bulk(call: BulkCall): Reply {
  const { state, session, request } = call;
  const [kind = '', id, part] = call.rest;
  if (id === undefined) return request.method === 'POST' ? create(call, kind) : NOT_FOUND;
  const job = state.work.bulkJobs.get(id);
  if (job === undefined || job.kind !== kind || job.session.tenant !== session.tenant) {
    return NOT_FOUND;
  }
  if (part !== undefined) return PARTS[part]?.(call, job) ?? NOT_FOUND;
  if (request.method === 'PATCH') job.state = JSON.parse(request.body).state;
  // By the next question the work is done.
  else if (job.state === 'UploadComplete') job.state = 'JobComplete';
  return json(200, infoOf(job, call.version), `bulk ${kind} ${job.state}`);
}

function create({ state, session, request, version }: BulkCall, kind: string): Reply {
  const asked = JSON.parse(request.body);
  const job: BulkJob = {
    id: makeId('750'),
    kind,
    asked,
    session,
    csv: '',
    state: kind === 'query' ? 'UploadComplete' : 'Open',
  };
  if (kind === 'query') {
    const answer = query({ state, session, version, soql: asked.query, describeColumns: false });
    if (answer.status !== 200) return answer;
    job.csv = csvOf(JSON.parse(String(answer.body)).records);
  } else if (describe(session, asked.object) === undefined) {
    return restError(400, 'INVALIDENTITY', `Unable to find object: ${asked.object}`);
  }
  state.work.bulkJobs.set(job.id, job);
  return json(200, infoOf(job, version), `bulk ${kind} job`);
}

const PARTS: Readonly<Record<string, (call: BulkCall, job: BulkJob) => Reply>> = {
  batches: ({ request }, job) => {
    job.csv += request.body;
    return { status: 201, headers: {}, body: '', outcome: 'bulk data' };
  },
  successfulResults: (_call, job) => csv(`"sf__Id","sf__Created",${job.csv}`),
  failedResults: () => csv('"sf__Id","sf__Error"\n'),
  unprocessedrecords: () => csv('\n'),
  results: (_call, job) => csv(job.csv),
};

function csv(body: string): Reply {
  const headers = {
    'Content-Type': 'text/csv',
    'Sforce-Locator': 'null',
    'Sforce-NumberOfRecords': String(rowsOf(body)),
  };
  return { status: 200, headers, body, outcome: 'bulk results' };
}

const rowsOf = (text: string): number => Math.max(0, text.trim().split('\n').length - 1);

function csvOf(records: readonly Record<string, unknown>[]): string {
  const [first = {}] = records;
  const columns = Object.keys(first).filter((name) => name !== 'attributes');
  const lines = records.map((record) => columns.map((name) => `"${record[name]}"`).join(','));
  return [columns.map((name) => `"${name}"`).join(','), ...lines, ''].join('\n');
}

function infoOf(job: BulkJob, version: string): unknown {
  const processed = job.state === 'JobComplete' ? rowsOf(job.csv) : 0;
  return {
    ...job.asked,
    id: job.id,
    apiVersion: Number(version.slice(1)),
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    contentUrl: `services/data/${version}/jobs/${job.kind}/${job.id}/batches`,
    createdById: job.session.user.userId18,
    createdDate: '2026-01-01T00:00:00.000+0000',
    systemModstamp: '2026-01-01T00:00:00.000+0000',
    state: job.state,
    jobType: job.kind === 'query' ? 'V2Query' : 'V2Ingest',
    numberRecordsProcessed: processed,
    numberRecordsFailed: 0,
    retries: 0,
    totalProcessingTime: 100,
  };
}
