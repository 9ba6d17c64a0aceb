import type { CognitoAuthError, DeviceType } from '../../src/api';
import { action, chip, type Desk, head, list, moment, nothing, type Panel, row } from './panel';

/** The devices that the pool tracks. */
export class DevicesPanel implements Panel {
  readonly label = 'Devices';

  async show(desk: Desk): Promise<Node[]> {
    try {
      const { Devices = [] } = await desk.client.listDevices();
      return [
        head('Your devices', 'A remembered device takes the place of the second factor, never of the password.'),
        Devices.length === 0 ? nothing('No device of yours is known. A user pool keeps devices where it is set up to track them.') : list(Devices.map((device) => item(desk, device))),
      ];
    } catch (error) {
      if ((error as CognitoAuthError).code !== 'InvalidUserPoolConfigurationException') throw error;
      return [head('Your devices'), nothing('This user pool does not track devices.')];
    }
  }
}

function item(desk: Desk, { DeviceKey, DeviceAttributes = [], DeviceLastAuthenticatedDate }: DeviceType): HTMLElement {
  const value = (name: string): string => DeviceAttributes.find(({ Name }) => Name === name)?.Value ?? '';
  const here = DeviceKey === desk.session.tokens.deviceKey;
  const name = value('device_name') || 'A browser';
  const remembered = value('dev:device_remembered_status') === 'remembered';
  const address = value('last_ip_used');
  return row(name, [...(here ? [chip('this device')] : []), ...(remembered ? [chip('remembered', 'good')] : [])],
    [`Used ${moment(DeviceLastAuthenticatedDate)}${address && ` from ${address}`}`, DeviceKey ?? ''],
    action(desk, remembered ? 'Remember no more' : 'Remember', name, async () => {
      await desk.client.updateDeviceStatus({ DeviceKey, DeviceRememberedStatus: remembered ? 'not_remembered' : 'remembered' });
      return remembered ? 'The next sign-in there needs a second factor again.' : 'The next sign-in there needs no second factor.';
    }),
    action(desk, 'Forget', name, async () => {
      await desk.client.forgetDevice({ DeviceKey });
      return 'The device is forgotten.';
    }),
  );
}
