import { json, restError, type SimResponse } from '../http-message.ts';
import type { BulkJob } from '../jobs.ts';
import { makeId } from '../salesforce-id.ts';
import { type ApiCall, NOT_FOUND } from './api-call.ts';
import { describe, query } from './soql.ts';
import { TIMESTAMP } from './table.ts';

/**
 * Handles Bulk API 2.0: …/jobs/ingest accepts a CSV, and …/jobs/query returns the result of a query
 * as CSV.
 */
export function bulk(call: ApiCall): SimResponse {
  const { state, session, request } = call;
  const [kind = '', id, part] = call.pathSegments;
  if (id === undefined) return request.method === 'POST' ? create(call, kind) : NOT_FOUND;
  const job = state.jobs.bulkJobs.get(id);
  if (job === undefined || job.kind !== kind || job.session.tenant !== session.tenant) {
    return NOT_FOUND;
  }
  if (part !== undefined) return JOB_RESOURCES[part]?.(call, job) ?? NOT_FOUND;
  if (request.method === 'PATCH') job.state = JSON.parse(request.body).state;
  // A job that was closed is complete the next time its status is requested.
  else if (job.state === 'UploadComplete') job.state = 'JobComplete';
  return json(200, jobInfo(job, call.version), `bulk ${kind} ${job.state}`);
}

function create({ state, session, request, version }: ApiCall, kind: string): SimResponse {
  const jobRequest = JSON.parse(request.body);
  const job: BulkJob = {
    id: makeId('750'),
    kind,
    jobRequest,
    session,
    csv: '',
    state: kind === 'query' ? 'UploadComplete' : 'Open',
  };
  if (kind === 'query') {
    const response = query({
      state,
      session,
      version,
      soql: jobRequest.query,
      describeColumns: false,
    });
    if (response.status !== 200) return response;
    job.csv = toCsv(JSON.parse(String(response.body)).records);
  } else if (describe(session, jobRequest.object) === undefined) {
    return restError(400, 'INVALIDENTITY', `Unable to find object: ${jobRequest.object}`);
  }
  state.jobs.bulkJobs.set(job.id, job);
  return json(200, jobInfo(job, version), `bulk ${kind} job`);
}

const JOB_RESOURCES: Readonly<Record<string, (call: ApiCall, job: BulkJob) => SimResponse>> = {
  batches: ({ request }, job) => {
    job.csv += request.body;
    return { status: 201, headers: {}, body: '', outcome: 'bulk data' };
  },
  successfulResults: (_call, job) => csvResponse(`"sf__Id","sf__Created",${job.csv}`),
  failedResults: () => csvResponse('"sf__Id","sf__Error"\n'),
  unprocessedrecords: () => csvResponse('\n'),
  results: (_call, job) => csvResponse(job.csv),
};

function csvResponse(body: string): SimResponse {
  const headers = {
    'Content-Type': 'text/csv',
    'Sforce-Locator': 'null',
    'Sforce-NumberOfRecords': String(countRows(body)),
  };
  return { status: 200, headers, body, outcome: 'bulk results' };
}

const countRows = (text: string): number => Math.max(0, text.trim().split('\n').length - 1);

function toCsv(records: readonly Record<string, unknown>[]): string {
  const [firstRecord = {}] = records;
  const columns = Object.keys(firstRecord).filter((name) => name !== 'attributes');
  const lines = records.map((record) => columns.map((name) => `"${record[name]}"`).join(','));
  return [columns.map((name) => `"${name}"`).join(','), ...lines, ''].join('\n');
}

function jobInfo(job: BulkJob, version: string): unknown {
  const processed = job.state === 'JobComplete' ? countRows(job.csv) : 0;
  return {
    ...job.jobRequest,
    id: job.id,
    apiVersion: Number(version.slice(1)),
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    contentUrl: `services/data/${version}/jobs/${job.kind}/${job.id}/batches`,
    createdById: job.session.user.userId18,
    createdDate: TIMESTAMP,
    systemModstamp: TIMESTAMP,
    state: job.state,
    jobType: job.kind === 'query' ? 'V2Query' : 'V2Ingest',
    numberRecordsProcessed: processed,
    numberRecordsFailed: 0,
    retries: 0,
    totalProcessingTime: 100,
  };
}
