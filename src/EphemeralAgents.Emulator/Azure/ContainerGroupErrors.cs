namespace EphemeralAgents.Emulator.Azure;

/// <summary>What Container Instances says, in its own words as far as they are known (docs/emulator.md lists the others).</summary>
internal static class ContainerGroupErrors
{
    private const string NamePattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

    public static ArmException BadGroupName(string name) => Bad("InvalidContainerGroupName",
        $"The container group name '{name}' is invalid. The container group name must contain no more than 63 characters and must match the regex '{NamePattern}' (e.g. 'my-name').");

    public static ArmException BadContainerName(string name, string group) => Bad("InvalidContainerName",
        $"The container name '{name}' in container group '{group}' is invalid. The container name must contain no more than 63 characters and must match the regex '{NamePattern}' (e.g. 'my-name').");

    public static ArmException BadVariableName(string name, string container, string group) => Bad("InvalidContainerEnvironmentVariable",
        $"The environment variable name '{name}' in container '{container}' of container group '{group}' is invalid. The name must contain no more than 63 characters, only letters, digits and '_', and neither begin nor end with '_'.");

    public static ArmException BadVolumeName(string name, string group) => Bad("InvalidVolumeName",
        $"The volume name '{name}' in container group '{group}' is invalid. The volume name must contain between 5 and 63 characters, only lower-case letters, digits and single '-'.");

    public static ArmException NoOsType() => Bad("InvalidOsType", "The 'osType' for container group '<null>' is invalid. The value must be one of 'Windows,Linux'.");

    public static ArmException BadRestartPolicy(string group) => Bad("InvalidRestartPolicy",
        $"The 'restartPolicy' in container group '{group}' is invalid. The value must be one of 'Always,OnFailure,Never'.");

    public static ArmException NoContainers(string group) => Bad("InvalidContainerGroup", $"The containers of container group '{group}' are not specified. At least one container is required.");

    public static ArmException TooMany(string what, int limit, string group) => Bad("InvalidContainerGroup", $"The container group '{group}' has too many {what}. The limit is {limit}.");

    public static ArmException NoResources(string container, string group) => Bad("ResourceRequestsNotSpecified",
        $"The resource requests are not specified in container '{container}' of contain group '{group}'. Both memory and CPU requests are required since API version '2017-07-01-preview'.");

    public static ArmException SomeResourcesMissing(string container, string group) => Bad("ResourceSomeRequestsNotSpecified",
        $"Some of the resource requests are not specified in container '{container}' of container group '{group}'. Both memory and CPU requests are required.");

    public static ArmException LimitBelowRequest(string what, string container, string group) => Bad("ResourceLimitsLessThanRequests",
        $"The {what} limit in container '{container}' of container group '{group}' is invalid: the '{what}' limit value must be greater than or equal to the request value.");

    public static ArmException TooLarge(string location, double cpu, double memory, string os) => new(409, "ServiceUnavailable",
        $"The requested resource is not available in the location '{location}' at this moment. Please retry with a different resource request or in another location. " +
        $"Resource requested: '{cpu}' CPU '{memory}' GB memory '{os}' OS virtual network");

    /// <summary>A group below 1 CPU or 1 GB in all was seen to fail with 500.</summary>
    public static ArmException TooSmall() => new(500, "InternalServerError",
        $"Encountered an internal server error. The tracking activity id is '{Guid.NewGuid()}', correlation id is '{Guid.NewGuid()}'.");

    public static ArmException InaccessibleImage(string image, string group) => Bad("InaccessibleImage",
        $"The image '{image}' in container group '{group}' is not accessible. Please check the image and registry credential.");

    public static ArmException UnknownRegistryIdentity(string group) => Bad("InvalidImageRegistryIdentity",
        $"The identity in the 'imageRegistryCredentials' of container group '{group}' not found in container group identity list.");

    public static ArmException AmbiguousCredential(string group) => Bad("AmbiguousImageResitryCredentialType",
        $"The registry credential type in the 'imageRegistryCredentials' of container group '{group}' cannot be detected. Please set exactly one of username or identity");

    public static ArmException IdentityNotFound(string id) => Bad("FailedIdentityOperation",
        $"Identity operation for resource failed with error 'The specified user assigned identity '{id}' was not found'.");

    public static ArmException PrivateAddressWithoutSubnet(string group) => Bad("PrivateIPAddressNotSupported",
        $"IP Address type in container group '{group}' is invalid. Private IP address is only supported when network profile is defined.");

    public static ArmException PublicAddressInSubnet(string group) => Bad("PublicIPAddressNotSupported",
        $"IP Address type in container group '{group}' is invalid. Public IP address is not supported when subnet ids are defined.");

    public static ArmException AddressIncomplete(string group) => Bad("InvalidIPAddress", $"The 'ipAddress' in container group '{group}' is invalid. Both 'type' and 'ports' are required.");

    public static ArmException NotOneSubnet(string group) => Bad("InvalidSubnetIds", $"The 'subnetIds' in container group '{group}' is invalid. Exactly one subnet id is supported.");

    public static ArmException OtherSubscription(string group) => Bad("SubnetAndContainerGroupMustBeInSameSubscription",
        $"The subnet and the container group '{group}' must be in the same subscription.");

    public static ArmException NetworkNotFound(string network, string group) => Bad("VirtualNetworkNotFound", $"The virtual network '{network}' for container group '{group}' is not found.");

    public static ArmException SubnetNotFound(string subnet, string group) => Bad("SubnetNotFound", $"The subnet '{subnet}' for container group '{group}' is not found.");

    public static ArmException OtherRegion(string group, string location, string network) => Bad("VirtualNetworkLocationMismatch",
        $"The container group '{group}' in location '{location}' must be in the location of its virtual network, '{network}'.");

    public static ArmException NotDelegated(string group) => Bad("SubnetMissingRequiredDelegation", $"Subnet missing required delegation 'Microsoft.ContainerInstance' for container group '{group}'.");

    public static ArmException WindowsVolumes(string group) => Bad("VolumesNotSupported", $"Volumes are not supported in container group '{group}' of OS type 'Windows'.");

    public static ArmException WindowsContainers(string group) => Bad("MultipleContainersNotSupported", $"Only one container is supported in container group '{group}' of OS type 'Windows'.");

    public static ArmException SpotInNetwork(string group) => Bad("SpotPriorityNotSupported", $"The priority 'Spot' is not supported in container group '{group}' with a virtual network.");

    public static ArmException Privileged(string container, string group) => Bad("PrivilegedContainersNotSupported",
        $"The container '{container}' in container group '{group}' is privileged. Privileged containers are supported by the sku 'Confidential' only.");

    public static ArmException QuotaReached(string quota, string location, double limit, double usage, double requested) => Bad("ContainerGroupQuotaReached",
        $"Resource type 'Microsoft.ContainerInstance/containerGroups' container group quota '{quota}' exceeded in region '{location}'. Limit: '{limit}', Usage: '{usage}' Requested: '{requested}'.");

    public static ArmException Transitioning(string group) => new(409, "ContainerGroupTransitioning", $"The container group '{group}' is still transitioning, please retry later.");

    public static ArmException CannotUpdate(string group) => Bad("InvalidContainerGroupUpdate",
        $"The updates on container group '{group}' are invalid. If you are going to update the os type, restart policy, network profile, CPU, memory or GPU resources for a container group, " +
        "you must delete it first and then create a new one.");

    private static ArmException Bad(string code, string message) => new(400, code, message);
}
