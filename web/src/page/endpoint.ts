// Where a region's user pools are. The endpoint rules of the AWS SDK for Go are the test's oracle.

import { invalid } from '../error';

/** One of AWS's partitions, by the beginning of its region names. */
interface Partition {
  readonly prefix: string;
  readonly suffix: string;
  readonly dualStackSuffix: string;
}

/** In the order in which their prefixes are to be tried. The last one is everywhere else. */
const partitions: readonly Partition[] = [
  { prefix: 'cn-', suffix: 'amazonaws.com.cn', dualStackSuffix: 'api.amazonwebservices.com.cn' },
  { prefix: 'us-gov-', suffix: 'amazonaws.com', dualStackSuffix: 'api.aws' },
  { prefix: 'eusc-', suffix: 'amazonaws.eu', dualStackSuffix: 'api.amazonwebservices.eu' },
  { prefix: 'us-isob-', suffix: 'sc2s.sgov.gov', dualStackSuffix: 'api.aws.scloud' },
  { prefix: 'us-isof-', suffix: 'csp.hci.ic.gov', dualStackSuffix: 'api.aws.hci.ic.gov' },
  { prefix: 'us-iso-', suffix: 'c2s.ic.gov', dualStackSuffix: 'api.aws.ic.gov' },
  { prefix: 'eu-isoe-', suffix: 'cloud.adc-e.uk', dualStackSuffix: 'api.cloud-aws.adc-e.uk' },
  { prefix: '', suffix: 'amazonaws.com', dualStackSuffix: 'api.aws' },
];

/** The last partition's usual names have both stacks already; of those for FIPS these regions' have. */
const fipsWithBothStacks = ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'];

/** The address of a region's user pools. Throws InvalidArgument for what is no region. */
export function regional(region: string, fips: boolean, dualStack: boolean): string {
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(region)) throw invalid('region', 'a name such as "eu-west-1"');
  const partition = partitions.find(({ prefix }) => region.startsWith(prefix))!;
  const both = dualStack && (partition.prefix !== '' || (fips && !fipsWithBothStacks.includes(region)));
  return `https://cognito-idp${fips ? '-fips' : ''}.${region}.${both ? partition.dualStackSuffix : partition.suffix}/`;
}
