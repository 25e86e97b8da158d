<powershell>
# Every boot of an app server: the queue service starts; a task looks every ten seconds whether the instance is to end, lets
# the service finish what it works on, and says that it is done. Safe to run again.
$ErrorActionPreference = "Stop"
Start-Service "QBO Queue Service"

$drain = @'
function Get-Metadata($path) {
  # A token of its own for each request: the task outlives any token.
  $token = Invoke-RestMethod -Method PUT -Uri "http://169.254.169.254/latest/api/token" -Headers @{ "X-aws-ec2-metadata-token-ttl-seconds" = "60" }
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
# Without a limit of its own a task is ended after three days.
$settings = New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([TimeSpan]::Zero)
# -Force: a clone of an instance that had the task has it already.
Register-ScheduledTask -TaskName "Drain" -Action $action -Settings $settings -User "SYSTEM" -Force
Start-ScheduledTask -TaskName "Drain"
</powershell>
<persist>true</persist>
