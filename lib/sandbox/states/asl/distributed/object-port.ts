/** One object as ListObjectsV2 tells of it, with the names that an item of a Map has on AWS. */
export interface ListedObject {
  readonly Etag: string;
  readonly Key: string;
  readonly LastModified: number;
  readonly Size: number;
  readonly StorageClass: string;
}

export interface ObjectPlace {
  readonly region: string;
  readonly bucket: string;
  readonly key: string;
}

/** Amazon S3 as item readers and result writers use it. @throws ObjectsRefused */
export interface ObjectPort {
  readonly get: (place: ObjectPlace) => Promise<string>;
  /** `key` is the prefix. */
  readonly list: (place: ObjectPlace) => Promise<readonly ListedObject[]>;
  readonly put: (place: ObjectPlace, body: string) => Promise<void>;
}

/** S3 has refused a call; the message is S3's own, with its code. */
export class ObjectsRefused extends Error {
  override readonly name = 'ObjectsRefused';
}
