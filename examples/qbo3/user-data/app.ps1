<powershell>
# First boot of an app server: the queue service starts; a task looks every ten seconds whether the instance is to end, lets
# the service finish what it works on, and says that it is done.
$ErrorActionPreference = "Stop"
Start-Service "QBO Queue Service"

$drain = @'
$token = Invoke-RestMethod -Method PUT -Uri "http://169.254.169.254/latest/api/token" -Headers @{ "X-aws-ec2-metadata-token-ttl-seconds" = "300" }
function Get-Metadata($path) {
  Invoke-RestMethod -Uri "http://169.254.169.254/latest/$path" -Headers @{ "X-aws-ec2-metadata-token" = $token }
}
while ((Get-Metadata "meta-data/autoscaling/target-lifecycle-state") -ne "Terminated") { Start-Sleep -Seconds 10 }
Stop-Service "QBO Queue Service"
$instance = Get-Metadata "meta-data/instance-id"
$region = Get-Metadata "meta-data/placement/region"
$group = Get-Metadata "meta-data/tags/instance/Name"
aws autoscaling complete-lifecycle-action --region $region --lifecycle-hook-name drain --auto-scaling-group-name $group --instance-id $instance --lifecycle-action-result CONTINUE
'@
Set-Content -Path "C:\ProgramData\drain.ps1" -Value $drain
$action = New-ScheduledTaskAction -Execute "powershell.exe" -Argument "-NonInteractive -File C:\ProgramData\drain.ps1"
Register-ScheduledTask -TaskName "Drain" -Action $action -Trigger (New-ScheduledTaskTrigger -AtStartup) -User "SYSTEM"
Start-ScheduledTask -TaskName "Drain"
</powershell>
