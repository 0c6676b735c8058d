; The installer for Windows. build.py calls makensis with
;   -DAPPDIR=folder of the frozen program  -DOUT=SoXa-setup-1.2.3.exe  -DVERSION=1.2.3
;   -DLONGEST=characters of the longest path in it  -DICON=soxa.ico  -DLICENCE=text shown first
;
; The 64-bit stub: a 32-bit Windows cannot start it, and says so itself.
;
; Nothing that was there is touched before the new files lie complete beside it in _moi and have
; been checked; then the folders change places, soxa.exe last. Whoever pulls the plug has the old
; program, or none that starts, never a mixture; the next run of the installer goes on from there.
Target amd64-unicode
Unicode true
SetCompressor /SOLID /FINAL lzma
; As long as the program: its two .exe hold the same code, which is then packed once.
SetCompressorDictSize 128
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user
AllowSkipFiles off
ShowInstDetails nevershow
ShowUninstDetails nevershow

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include WordFunc.nsh

!define NAME "Sổ Xã"
!define ID "SoXa"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"

; What a silent run answers; the sentences say the same to people.
!define OLD_WINDOWS 10
!define NEWER_THERE 11
!define PATH_TOO_LONG 12
!define STILL_RUNNING 13
!define NOT_COPIED 14
!define NEEDS_ADMINISTRATOR 15
!define SETUP_RUNNING 16

Name "${NAME}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${ID}"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Bộ cài ${NAME}"
VIAddVersionKey "LegalCopyright" "${NAME}"

; The words of buttons, as the program says them; a text that names a button puts it between “ and ”.
; Buttons of message boxes are in the language of Windows, so their English names stand beside.
MiscButtonText "< &Quay lại" "&Tiếp >" "T&hôi" "Đón&g"
InstallButtonText "&Cài đặt"
UninstallButtonText "&Gỡ"
UninstallCaption "Gỡ ${NAME}"
SpaceTexts "Cần chỗ trống: " "Ổ đĩa còn trống: "
FileErrorText "" "Không ghi được tệp:$\r$\n$\r$\n$0$\r$\n$\r$\nHãy đóng chương trình đang giữ tệp này rồi bấm Thử lại (Retry). Bấm Hủy (Cancel) thì bộ cài dừng, mọi thứ được trả lại như trước khi cài."

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_ABORTWARNING_TEXT "Thôi không cài ${NAME} nữa? Chưa có gì thay đổi trên máy này."
!define MUI_WELCOMEPAGE_TITLE "Cài ${NAME} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "Chương trình sẽ được cài cho tài khoản Windows này, không cần quyền quản trị và không cần mạng.$\r$\n$\r$\nNếu máy đã có ${NAME}, bản cũ được thay bằng bản này; dữ liệu của cơ quan không bị đụng tới.$\r$\n$\r$\nHãy đóng ${NAME} nếu đang mở, rồi bấm “Tiếp”."
!define MUI_FINISHPAGE_TITLE "Đã cài xong ${NAME} ${VERSION}"
!define MUI_FINISHPAGE_TEXT "Mở chương trình từ trình đơn Start. Dữ liệu của cơ quan nằm riêng, không nằm trong thư mục chương trình.$\r$\n$\r$\nBấm “Xong” để đóng bộ cài."
!define MUI_FINISHPAGE_BUTTON "&Xong"
!define MUI_FINISHPAGE_RUN "$INSTDIR\soxa.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Mở ${NAME} ngay"

Var Everybody
Var Before
; Where an office usually lies, in words.
Var Kept

; What stands above the page that comes next.
!macro Head TITLE BELOW
  !define MUI_PAGE_HEADER_TEXT "${TITLE}"
  !define MUI_PAGE_HEADER_SUBTEXT "${BELOW}"
!macroend
!define Head "!insertmacro Head"

!insertmacro MUI_PAGE_WELCOME

${Head} "Giấy phép" "${NAME} được làm bằng những phần mềm tự do, theo các giấy phép sau."
!define MUI_LICENSEPAGE_TEXT_TOP "Kéo xuống hoặc bấm phím Page Down để đọc tiếp."
!define MUI_LICENSEPAGE_TEXT_BOTTOM "Toàn văn các giấy phép nằm trong thư mục chương trình. Nếu đồng ý với các giấy phép này, hãy bấm “Tôi đồng ý” để đi tiếp."
!define MUI_LICENSEPAGE_BUTTON "Tôi đồ&ng ý"
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"

${Head} "Thư mục chương trình" "Chọn nơi đặt các tệp của ${NAME}; thường không cần đổi."
!define MUI_DIRECTORYPAGE_TEXT_TOP "${NAME} sẽ được cài vào thư mục dưới đây. Muốn cài vào thư mục khác, hãy bấm “Duyệt”.$\r$\n$\r$\nBấm “Cài đặt” để bắt đầu."
!define MUI_DIRECTORYPAGE_TEXT_DESTINATION "Thư mục chương trình"
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE LeaveFolder
!insertmacro MUI_PAGE_DIRECTORY

${Head} "Đang cài ${NAME}" "Xin chờ một chút, đừng tắt máy."
!define MUI_INSTFILESPAGE_FINISHHEADER_TEXT "Đã cài xong ${NAME}"
!define MUI_INSTFILESPAGE_FINISHHEADER_SUBTEXT "Bấm “Tiếp” để sang trang cuối."
!define MUI_INSTFILESPAGE_ABORTHEADER_TEXT "Chưa cài được ${NAME}"
!define MUI_INSTFILESPAGE_ABORTHEADER_SUBTEXT "Mọi thứ được trả lại như trước khi cài."
!insertmacro MUI_PAGE_INSTFILES

!insertmacro MUI_PAGE_FINISH

${Head} "Gỡ ${NAME}" "Chương trình được gỡ; dữ liệu của cơ quan ở lại."
; Three lines at most.
!define MUI_UNCONFIRMPAGE_TEXT_TOP "Bấm “Gỡ” để gỡ ${NAME} khỏi máy này. Dữ liệu của cơ quan KHÔNG bị xóa: nằm nguyên trong thư mục đã chọn khi lập, thường là $Kept."
!define MUI_UNCONFIRMPAGE_TEXT_LOCATION "Gỡ khỏi thư mục:"
!insertmacro MUI_UNPAGE_CONFIRM

${Head} "Đang gỡ ${NAME}" "Xin chờ một chút."
!define MUI_INSTFILESPAGE_FINISHHEADER_TEXT "Đã gỡ ${NAME}"
!define MUI_INSTFILESPAGE_FINISHHEADER_SUBTEXT "Dữ liệu của cơ quan còn nguyên."
!define /redef MUI_INSTFILESPAGE_ABORTHEADER_TEXT "Chưa gỡ xong ${NAME}"
!define /redef MUI_INSTFILESPAGE_ABORTHEADER_SUBTEXT "Hãy chạy lại bộ gỡ. Dữ liệu của cơ quan còn nguyên."
!insertmacro MUI_UNPAGE_INSTFILES

!define MUI_FINISHPAGE_TITLE "Đã gỡ ${NAME}"
!define MUI_FINISHPAGE_TEXT "Dữ liệu của cơ quan còn nguyên trong thư mục đã chọn khi lập, thường là $Kept, cùng các bản sao lưu.$\r$\n$\r$\nMuốn dùng tiếp, hãy cài lại ${NAME} rồi mở thư mục ấy.$\r$\n$\r$\nBấm “Xong” để đóng."
!define MUI_FINISHPAGE_BUTTON "&Xong"
!insertmacro MUI_UNPAGE_FINISH

!insertmacro MUI_LANGUAGE "Vietnamese"

; Say above the progress bar what is being done; the names of files are not for clerks.
!macro Say WORDS
  SetDetailsPrint textonly
  DetailPrint "${WORDS}"
  SetDetailsPrint none
!macroend
!define Say "!insertmacro Say"

; Stop with a sentence; a silent run answers with the number.
!macro Refuse NUMBER SENTENCE
  MessageBox MB_OK|MB_ICONSTOP "${SENTENCE}" /SD IDOK
  SetErrorLevel ${NUMBER}
  Quit
!macroend
!define Refuse "!insertmacro Refuse"

!macro OneAtATime
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "Local\SoXa-setup") p .r0 ?e'
  Pop $0
  ${If} $0 == 183
    ${Refuse} ${SETUP_RUNNING} "Một bộ cài ${NAME} khác đang chạy. Chưa có gì thay đổi. Hãy xong bộ cài kia trước."
  ${EndIf}
!macroend

; Whether a program file is in use: a running one cannot be opened for writing.
!macro InUse FILE
  ${If} ${FileExists} "${FILE}"
    ClearErrors
    FileOpen $0 "${FILE}" a
    ${If} ${Errors}
      StrCpy $1 1
    ${Else}
      FileClose $0
    ${EndIf}
  ${EndIf}
!macroend

!macro WaitUntilClosed
  ${Do}
    StrCpy $1 0
    !insertmacro InUse "$INSTDIR\soxa.exe"
    !insertmacro InUse "$INSTDIR\soxa-console.exe"
    ${If} $1 == 0
      ${Break}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME} đang mở trên máy này (có thể ở tài khoản Windows khác). Chưa có gì thay đổi.$\r$\n$\r$\nHãy cất việc đang làm, đóng ${NAME} rồi bấm Thử lại (Retry)." /SD IDCANCEL IDRETRY +3
    SetErrorLevel ${STILL_RUNNING}
    Quit
  ${Loop}
!macroend

Function .onInit
  SetRegView 64
  ${IfNot} ${AtLeastBuild} 17763
    ${Refuse} ${OLD_WINDOWS} "${NAME} cần Windows 10 phiên bản 1809 trở lên (hoặc Windows 11). Máy này dùng Windows cũ hơn nên chưa cài gì.$\r$\n$\r$\nHãy dùng một máy mới hơn, hoặc nhờ cán bộ tin học nâng cấp Windows."
  ${EndIf}
  !insertmacro OneAtATime
  StrCpy $Everybody 0
  ; Kept now: for all users the same constant names another folder.
  StrCpy $4 "$LOCALAPPDATA\Programs\${ID}"
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/ALLUSERS" $1
  ${IfNot} ${Errors}
    StrCpy $Everybody 1
  ${EndIf}
  ; Started by an administrator on purpose, and installed for everybody before: the same again.
  UserInfo::GetAccountType
  Pop $2
  ReadRegStr $3 HKLM "${UNINSTALL}" "InstallLocation"
  ${If} $3 != ""
    StrCpy $Everybody 1
  ${EndIf}
  ${If} $Everybody == 1
    ${If} $2 != "Admin"
      ${Refuse} ${NEEDS_ADMINISTRATOR} "${NAME} trên máy này cài chung cho mọi người dùng, nên cập nhật cần quyền quản trị. Chưa có gì thay đổi.$\r$\n$\r$\nHãy bấm chuột phải vào bộ cài, chọn Run as administrator (Chạy với tư cách quản trị viên), hoặc nhờ cán bộ tin học."
    ${EndIf}
    SetShellVarContext all
    ${If} $INSTDIR == $4
    ${OrIf} $INSTDIR == ""
      StrCpy $INSTDIR "$PROGRAMFILES64\${ID}"
    ${EndIf}
    ${If} $3 != ""
      StrCpy $INSTDIR $3
    ${EndIf}
  ${Else}
    SetShellVarContext current
    ReadRegStr $3 HKCU "${UNINSTALL}" "InstallLocation"
    ${If} $3 != ""
    ${AndIf} $INSTDIR == $4
      StrCpy $INSTDIR $3
    ${EndIf}
  ${EndIf}
FunctionEnd

; What must be true of the folder; also in a silent run, which has no page to leave.
!macro CheckFolder
  StrLen $0 "$INSTDIR"
  IntOp $0 $0 + ${LONGEST}
  ${If} $0 > 250
    ${Refuse} ${PATH_TOO_LONG} "Đường dẫn thư mục cài đặt dài quá: Windows không mở được những tệp nằm sâu như vậy. Chưa có gì thay đổi.$\r$\n$\r$\nHãy chọn thư mục có đường dẫn ngắn hơn, ví dụ C:\SoXa."
  ${EndIf}
  ClearErrors
  GetDLLVersion "$INSTDIR\soxa.exe" $0 $1
  ${IfNot} ${Errors}
    IntOp $2 $0 / 0x00010000
    IntOp $3 $0 & 0x0000FFFF
    IntOp $4 $1 / 0x00010000
    StrCpy $Before "$2.$3.$4"
    ${VersionCompare} "$Before" "${VERSION}" $0
    ${If} $0 == 1
      ${Refuse} ${NEWER_THERE} "Máy này đã có ${NAME} $Before, mới hơn bộ cài ${VERSION}. Chưa có gì thay đổi.$\r$\n$\r$\nDữ liệu do bản mới ghi không mở được bằng bản cũ, nên không cài lùi. Nếu thật sự cần, hãy gỡ bản đang có trước."
    ${EndIf}
  ${EndIf}
!macroend

Function LeaveFolder
  !insertmacro CheckFolder
FunctionEnd

; Put back what an interrupted exchange left: the old program, as it was.
Function PutBack
  ${If} ${FileExists} "$INSTDIR\_cu\_internal\*.*"
    RMDir /r "$INSTDIR\_internal"
    Rename "$INSTDIR\_cu\_internal" "$INSTDIR\_internal"
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\_cu\soxa-console.exe"
    Delete "$INSTDIR\soxa-console.exe"
    Rename "$INSTDIR\_cu\soxa-console.exe" "$INSTDIR\soxa-console.exe"
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\_cu\soxa.exe"
    Delete "$INSTDIR\soxa.exe"
    Rename "$INSTDIR\_cu\soxa.exe" "$INSTDIR\soxa.exe"
  ${EndIf}
  RMDir "$INSTDIR\_cu"
FunctionEnd

Function GiveUp
  SetOutPath "$TEMP"
  Call PutBack
  RMDir /r "$INSTDIR\_moi"
  RMDir "$INSTDIR"
FunctionEnd

Function .onInstFailed
  Call GiveUp
  SetErrorLevel ${NOT_COPIED}
FunctionEnd

!macro NotCopied SENTENCE
  Call GiveUp
  ${Refuse} ${NOT_COPIED} "${SENTENCE}"
!macroend

Section "Install" INSTALL
  !insertmacro CheckFolder
  !insertmacro WaitUntilClosed
  ; An exchange that was finished keeps nothing in _cu; one that was not is taken back first.
  ${IfNot} ${FileExists} "$INSTDIR\soxa.exe"
    Call PutBack
  ${EndIf}
  RMDir /r "$INSTDIR\_cu"
  RMDir /r "$INSTDIR\_moi"
  ${Say} "Đang chép các tệp của ${NAME}…"
  ClearErrors
  SetOutPath "$INSTDIR\_moi"
  File /r "${APPDIR}/*"
  ${If} ${Errors}
    !insertmacro NotCopied "Không chép được đủ tệp của chương trình: ổ đĩa có thể đã đầy, hoặc không được ghi vào thư mục này. Mọi thứ được trả lại như trước khi cài.$\r$\n$\r$\nHãy dọn bớt ổ đĩa hoặc chọn thư mục khác rồi chạy lại bộ cài."
  ${EndIf}
  ; The files are read again: a stick that reads badly, a full disk, a cautious antivirus.
  ${Say} "Đang đọc lại từng tệp vừa chép…"
  nsExec::Exec '"$INSTDIR\_moi\soxa-console.exe" --verify-program'
  Pop $0
  ${If} $0 != 0
    !insertmacro NotCopied "Tệp chương trình vừa chép không nguyên vẹn: ổ đĩa có thể đã đầy, USB hỏng, hoặc phần mềm diệt virus đã giữ lại tệp. Mọi thứ được trả lại như trước khi cài.$\r$\n$\r$\nHãy kiểm tra ổ đĩa và phần mềm diệt virus rồi chạy lại bộ cài."
  ${EndIf}
  !insertmacro WaitUntilClosed
  ${Say} "Đang thay bản cũ bằng bản mới…"
  SetOutPath "$INSTDIR"
  CreateDirectory "$INSTDIR\_cu"
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\soxa.exe"
    Rename "$INSTDIR\soxa.exe" "$INSTDIR\_cu\soxa.exe"
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\soxa-console.exe"
    Rename "$INSTDIR\soxa-console.exe" "$INSTDIR\_cu\soxa-console.exe"
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\_internal\*.*"
    Rename "$INSTDIR\_internal" "$INSTDIR\_cu\_internal"
  ${EndIf}
  Rename "$INSTDIR\_moi\_internal" "$INSTDIR\_internal"
  Rename "$INSTDIR\_moi\soxa-console.exe" "$INSTDIR\soxa-console.exe"
  Rename "$INSTDIR\_moi\soxa.exe" "$INSTDIR\soxa.exe"
  ${If} ${Errors}
    !insertmacro NotCopied "Không thay được tệp của bản đang có: có chương trình khác đang giữ tệp. Mọi thứ được trả lại như trước khi cài.$\r$\n$\r$\nHãy khởi động lại máy rồi chạy lại bộ cài."
  ${EndIf}
  RMDir /r "$INSTDIR\_cu"
  RMDir /r "$INSTDIR\_moi"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\soxa.exe"
  Call Register
SectionEnd

Function Register
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\soxa.exe"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
  SectionGetSize ${INSTALL} $0
  WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" $0
  WriteRegStr SHCTX "Software\Classes\.goi" "" "${ID}.Goi"
  WriteRegStr SHCTX "Software\Classes\${ID}.Goi" "" "Gói dữ liệu ${NAME}"
  WriteRegStr SHCTX "Software\Classes\${ID}.Goi\DefaultIcon" "" "$INSTDIR\soxa.exe,0"
  WriteRegStr SHCTX "Software\Classes\${ID}.Goi\shell\open\command" "" '"$INSTDIR\soxa.exe" "%1"'
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
FunctionEnd

Function un.onInit
  SetRegView 64
  StrCpy $Kept "$DOCUMENTS\SoXa"
  ReadRegStr $0 HKLM "${UNINSTALL}" "InstallLocation"
  ${If} $0 == $INSTDIR
    SetShellVarContext all
    ; Who removes it need not be who uses it.
    StrCpy $Kept "thư mục SoXa trong Tài liệu (Documents) của mỗi người"
    UserInfo::GetAccountType
    Pop $1
    ${If} $1 != "Admin"
      ${Refuse} ${NEEDS_ADMINISTRATOR} "${NAME} trên máy này cài chung cho mọi người dùng, nên gỡ cần quyền quản trị. Chưa có gì thay đổi."
    ${EndIf}
  ${Else}
    SetShellVarContext current
  ${EndIf}
  !insertmacro WaitUntilClosed
FunctionEnd

Section "Uninstall"
  ${Say} "Đang gỡ các tệp của ${NAME}…"
  ; soxa.exe first: what is left after an interruption does not start.
  Delete "$INSTDIR\soxa.exe"
  Delete "$INSTDIR\soxa-console.exe"
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\_moi"
  RMDir /r "$INSTDIR\_cu"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  ReadRegStr $0 SHCTX "Software\Classes\.goi" ""
  ${If} $0 == "${ID}.Goi"
    DeleteRegKey SHCTX "Software\Classes\.goi"
  ${EndIf}
  DeleteRegKey SHCTX "Software\Classes\${ID}.Goi"
  DeleteRegKey SHCTX "${UNINSTALL}"
SectionEnd
