"""Vietnamese for the words that Qt itself shows: context menus of fields, file and print dialogs.

Qt ships no Vietnamese catalogue. Words that are not here stay as Qt writes them.
"""

from __future__ import annotations

from PySide6.QtCore import QTranslator

from desktop.base.i18n import N_, tr

_WORDS = {
    "&Undo": N_("Hoàn tác"),
    "&Redo": N_("Làm lại"),
    "Cu&t": N_("Cắt"),
    "&Copy": N_("Sao chép"),
    "&Paste": N_("Dán"),
    "Delete": N_("Xóa"),
    "Select All": N_("Chọn tất cả"),
    "Clear": N_("Xóa trắng"),
    "Copy &Link Location": N_("Sao chép liên kết"),
    "&Step up": N_("Tăng"),
    "Step &down": N_("Giảm"),
    "OK": N_("Đồng ý"),
    "&OK": N_("Đồng ý"),
    "Cancel": N_("Thôi"),
    "&Cancel": N_("Thôi"),
    "Close": N_("Đóng"),
    "&Close": N_("Đóng"),
    "Open": N_("Mở"),
    "&Open": N_("Mở"),
    "Save": N_("Lưu"),
    "&Save": N_("Lưu"),
    "Save As": N_("Lưu thành"),
    "&Yes": N_("Có"),
    "&No": N_("Không"),
    "Apply": N_("Áp dụng"),
    "Reset": N_("Đặt lại"),
    "Help": N_("Giúp"),
    "&Choose": N_("Chọn"),
    "&Look in:": N_("Tìm trong:"),
    "File &name:": N_("Tên tệp:"),
    "Files of &type:": N_("Loại tệp:"),
    "Directories": N_("Thư mục"),
    "Folder": N_("Thư mục"),
    "Drive": N_("Ổ đĩa"),
    "%1 already exists.\nDo you want to replace it?": N_("%1 đã có.\nGhi đè lên tệp đó?"),
    "Directory:": N_("Thư mục:"),
    "All Files (*)": N_("Mọi tệp (*)"),
    "&New Folder": N_("Thư mục mới"),
    "New Folder": N_("Thư mục mới"),
    "Create New Folder": N_("Tạo thư mục mới"),
    "Create a New Folder": N_("Tạo thư mục mới"),
    "&Rename": N_("Đổi tên"),
    "&Delete": N_("Xóa"),
    "Show &hidden files": N_("Hiện tệp ẩn"),
    "Back": N_("Trước"),
    "Forward": N_("Sau"),
    "Go back": N_("Về thư mục trước"),
    "Go forward": N_("Đến thư mục sau"),
    "Parent Directory": N_("Thư mục cha"),
    "Go to the parent directory": N_("Lên thư mục cha"),
    "List View": N_("Dạng danh sách"),
    "Detail View": N_("Dạng chi tiết"),
    "Sidebar": N_("Nơi hay dùng"),
    "Recent Places": N_("Nơi vừa dùng"),
    "Computer": N_("Máy tính"),
    "Name": N_("Tên"),
    "Size": N_("Cỡ"),
    "Type": N_("Loại"),
    "Date Modified": N_("Ngày sửa"),
    "Print": N_("In"),
    "&Print": N_("In"),
    "Printer": N_("Máy in"),
    "&Name:": N_("Tên:"),
    "P&roperties": N_("Thuộc tính"),
    "Location:": N_("Vị trí:"),
    "Output &file:": N_("Ra tệp:"),
    "Print range": N_("Phạm vi in"),
    "Print all": N_("In tất cả"),
    "Pages from": N_("Từ trang"),
    "Current Page": N_("Trang này"),
    "Selection": N_("Phần đã chọn"),
    "to": N_("đến"),
    "Copies": N_("Số bản"),
    "Copies:": N_("Số bản:"),
    "Collate": N_("Xếp theo bộ"),
    "Reverse": N_("In từ trang cuối"),
    "Color Mode": N_("Màu"),
    "Color": N_("In màu"),
    "Grayscale": N_("Thang xám"),
    "Duplex Printing": N_("In hai mặt"),
    "None": N_("Không"),
    "Long side": N_("Lật theo cạnh dài"),
    "Short side": N_("Lật theo cạnh ngắn"),
    "&Options >>": N_("Tùy chọn >>"),
    "&Options <<": N_("Tùy chọn <<"),
    "Options": N_("Tùy chọn"),
}


class QtWords(QTranslator):
    """Install it on the application before the first window."""

    def isEmpty(self) -> bool:
        # Qt does not ask translators that say they are empty.
        return False

    def translate(
        self,
        context: str,
        sourceText: str,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        """The Vietnamese words for a text of Qt's own, or nothing."""
        word = _WORDS.get(sourceText)
        # Only a null text tells Qt that there is no translation; an empty one would be shown.
        return tr(word) if word else None  # pyright: ignore[reportReturnType]
