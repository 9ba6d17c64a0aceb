package localcognito

import "slices"

// userDevice returns the confirmed device that a token-class operation names.
func (c *call) userDevice(in *deviceInput) (*grant, *device, error) {
	g, err := c.authorize(in.AccessToken)
	if err != nil {
		return nil, nil, err
	}
	d, err := g.user.confirmedDevice(in.DeviceKey)
	return g, d, err
}

type getDeviceOutput struct {
	Device deviceOutput `json:"Device"`
}

// getDevice is GetDevice. The model does not require AccessToken; this
// package does, as there is no other way to say whose device it is.
func getDevice(c *call, in *deviceInput) (*getDeviceOutput, error) {
	_, d, err := c.userDevice(in)
	if err != nil {
		return nil, err
	}
	return &getDeviceOutput{d.output()}, nil
}

// forgetDevice is ForgetDevice. It answers with an empty body.
func forgetDevice(c *call, in *deviceInput) (*noBody, error) {
	g, d, err := c.userDevice(in)
	if err != nil {
		return nil, err
	}
	g.user.devices = slices.DeleteFunc(g.user.devices, func(other *device) bool { return other == d })
	return &noBody{}, nil
}

type updateDeviceStatusInput struct {
	deviceInput
	DeviceRememberedStatus string `json:"DeviceRememberedStatus" shape:"DeviceRememberedStatusType"`
}

// updateDeviceStatus is UpdateDeviceStatus.
func updateDeviceStatus(c *call, in *updateDeviceStatusInput) (*empty, error) {
	_, d, err := c.userDevice(&in.deviceInput)
	if err != nil {
		return nil, err
	}
	if in.DeviceRememberedStatus != "" {
		d.remembered, d.modified = in.DeviceRememberedStatus == rememberedStatus[true], c.now
	}
	return &empty{}, nil
}

type listDevicesInput struct {
	accessTokenInput
	Limit           int    `json:"Limit" shape:"QueryLimitType"`
	PaginationToken string `json:"PaginationToken" shape:"SearchPaginationTokenType"`
}

type listDevicesOutput struct {
	Devices         []deviceOutput `json:"Devices"`
	PaginationToken string         `json:"PaginationToken,omitempty"`
}

// maxDevices is how many devices a page has at most (QueryLimitType).
const maxDevices = 60

// listDevices is ListDevices: confirmed devices, remembered or not. The
// pagination token is the key of the first device of the next page.
func listDevices(c *call, in *listDevicesInput) (*listDevicesOutput, error) {
	g, err := c.authorize(in.AccessToken)
	if err != nil {
		return nil, err
	}
	list := slices.DeleteFunc(slices.Clone(g.user.devices), func(d *device) bool { return d.credential == nil })
	if in.PaginationToken != "" {
		i := slices.IndexFunc(list, func(d *device) bool { return d.key == in.PaginationToken })
		if i < 0 {
			return nil, fail(invalidParameter, "Invalid pagination token.")
		}
		list = list[i:]
	}
	limit := in.Limit
	if limit == 0 {
		limit = maxDevices
	}
	out := &listDevicesOutput{Devices: []deviceOutput{}}
	for i, d := range list {
		if i == limit {
			out.PaginationToken = d.key
			break
		}
		out.Devices = append(out.Devices, d.output())
	}
	return out, nil
}
