<powershell>
# Every boot of a web server: the image has IIS and the site; this waits until the site answers, then says so. An instance that
# never says so takes no traffic and is ended. Safe to run again.
$ErrorActionPreference = "Stop"
function Get-Metadata($path) {
  $token = Invoke-RestMethod -Method PUT -Uri "http://169.254.169.254/latest/api/token" -Headers @{ "X-aws-ec2-metadata-token-ttl-seconds" = "60" }
  Invoke-RestMethod -Uri "http://169.254.169.254/latest/$path" -Headers @{ "X-aws-ec2-metadata-token" = $token }
}
$instance = Get-Metadata "meta-data/instance-id"
$region = Get-Metadata "meta-data/placement/region"
$group = Get-Metadata "meta-data/tags/instance/Name"

Start-Service W3SVC
foreach ($attempt in 1..120) {
  try {
    $answer = Invoke-WebRequest -Uri "http://localhost/health" -UseBasicParsing -TimeoutSec 5
    if ($answer.StatusCode -eq 200) { break }
  } catch { }
  Start-Sleep -Seconds 5
}
$result = if ($answer.StatusCode -eq 200) { "CONTINUE" } else { "ABANDON" }
aws autoscaling complete-lifecycle-action --region $region --lifecycle-hook-name ready --auto-scaling-group-name $group --instance-id $instance --lifecycle-action-result $result
if ($LASTEXITCODE -ne 0) { Write-Output "No hook waits: the instance has restarted, or it was too late." }
</powershell>
<persist>true</persist>
