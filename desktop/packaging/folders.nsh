; "Open with DJDesk" on folders, and djdesk:// links, for the user who installs.
!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\Directory\shell\DJDesk" "" "Open with DJDesk"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Directory\shell\DJDesk" "Icon" "$appExe,0"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Directory\shell\DJDesk\command" "" '"$appExe" -- "%1"'
  WriteRegStr SHELL_CONTEXT "Software\Classes\djdesk" "URL Protocol" ""
  WriteRegStr SHELL_CONTEXT "Software\Classes\djdesk\shell\open\command" "" '"$appExe" -- "%1"'
!macroend

!macro customUnInstall
  DeleteRegKey SHELL_CONTEXT "Software\Classes\Directory\shell\DJDesk"
  DeleteRegKey SHELL_CONTEXT "Software\Classes\djdesk"
!macroend
