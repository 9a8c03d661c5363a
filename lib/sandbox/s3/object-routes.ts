import { COPY_CONDITIONS } from './copy/copy-condition.ts';
import { copyObject } from './copy/copy-object.ts';
import { deleteObject } from './delete-object.ts';
import { getObject } from './get-object.ts';
import { headObject } from './head-object.ts';
import { getObjectLegalHold } from './lock/get-object-legal-hold.ts';
import { getObjectRetention } from './lock/get-object-retention.ts';
import { LOCK_HEADERS } from './lock/lock-headers.ts';
import { putObjectLegalHold } from './lock/put-object-legal-hold.ts';
import { putObjectRetention } from './lock/put-object-retention.ts';
import { BYPASS_HEADER } from './lock/refuse-locked.ts';
import { abortMultipartUpload } from './multipart/abort-multipart-upload.ts';
import { completeMultipartUpload } from './multipart/complete-multipart-upload.ts';
import { createMultipartUpload } from './multipart/create-multipart-upload.ts';
import { listParts } from './multipart/list-parts.ts';
import { uploadPart } from './multipart/upload-part.ts';
import { uploadPartCopy } from './multipart/upload-part-copy.ts';
import { putObject } from './put-object.ts';
import type { Route } from './route.ts';
import type { ObjectOperation } from './s3-call.ts';
import { deleteObjectTagging } from './tagging/delete-object-tagging.ts';
import { getObjectTagging } from './tagging/get-object-tagging.ts';
import { putObjectTagging } from './tagging/put-object-tagging.ts';

const VERSION = ['versionId'];
const NEW_OBJECT = ['x-amz-tagging', ...LOCK_HEADERS];
const COPY = 'x-amz-copy-source';

export const OBJECT_ROUTES: readonly Route<ObjectOperation>[] = [
  { name: 'PutObject', method: 'PUT', operation: putObject, headers: NEW_OBJECT },
  {
    name: 'CopyObject',
    method: 'PUT',
    marked: COPY,
    operation: copyObject,
    headers: [COPY, ...COPY_CONDITIONS, 'x-amz-metadata-directive', 'x-amz-tagging-directive', ...NEW_OBJECT],
  },
  { name: 'GetObject', method: 'GET', operation: getObject, query: VERSION, headers: ['range'] },
  { name: 'HeadObject', method: 'HEAD', operation: headObject, query: VERSION, headers: ['range'] },
  {
    name: 'DeleteObject',
    method: 'DELETE',
    operation: deleteObject,
    query: VERSION,
    headers: [BYPASS_HEADER],
  },
  { name: 'GetObjectTagging', method: 'GET', sub: 'tagging', operation: getObjectTagging, query: VERSION },
  { name: 'PutObjectTagging', method: 'PUT', sub: 'tagging', operation: putObjectTagging, query: VERSION },
  {
    name: 'DeleteObjectTagging',
    method: 'DELETE',
    sub: 'tagging',
    operation: deleteObjectTagging,
    query: VERSION,
  },
  {
    name: 'GetObjectRetention',
    method: 'GET',
    sub: 'retention',
    operation: getObjectRetention,
    query: VERSION,
  },
  {
    name: 'PutObjectRetention',
    method: 'PUT',
    sub: 'retention',
    operation: putObjectRetention,
    query: VERSION,
    headers: [BYPASS_HEADER],
  },
  {
    name: 'GetObjectLegalHold',
    method: 'GET',
    sub: 'legal-hold',
    operation: getObjectLegalHold,
    query: VERSION,
  },
  {
    name: 'PutObjectLegalHold',
    method: 'PUT',
    sub: 'legal-hold',
    operation: putObjectLegalHold,
    query: VERSION,
  },
  {
    name: 'CreateMultipartUpload',
    method: 'POST',
    sub: 'uploads',
    operation: createMultipartUpload,
    headers: NEW_OBJECT,
  },
  { name: 'UploadPart', method: 'PUT', sub: 'uploadId', operation: uploadPart, query: ['partNumber'] },
  {
    name: 'UploadPartCopy',
    method: 'PUT',
    sub: 'uploadId',
    marked: COPY,
    operation: uploadPartCopy,
    query: ['partNumber'],
    headers: [COPY, 'x-amz-copy-source-range', ...COPY_CONDITIONS],
  },
  {
    name: 'CompleteMultipartUpload',
    method: 'POST',
    sub: 'uploadId',
    operation: completeMultipartUpload,
    headers: ['x-amz-mp-object-size'],
  },
  { name: 'AbortMultipartUpload', method: 'DELETE', sub: 'uploadId', operation: abortMultipartUpload },
  {
    name: 'ListParts',
    method: 'GET',
    sub: 'uploadId',
    operation: listParts,
    query: ['max-parts', 'part-number-marker'],
  },
];
